export { BrandModule } from './brand.module.js';
export { type Brand, BrandRepository, toBrandView } from './brand.repository.js';
