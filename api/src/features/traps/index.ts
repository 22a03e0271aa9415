export { TrapsModule } from './traps.module.js';
