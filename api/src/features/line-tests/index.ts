export { LineTestsModule } from './line-tests.module.js';
export { LineTestsService } from './line-tests.service.js';
