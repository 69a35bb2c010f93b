export { serviceNow } from './service-clock';
