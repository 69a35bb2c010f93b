export { mapBounded, slots, type Slots } from './bounded';
