export { serve, type StoreServer } from './http-server';
