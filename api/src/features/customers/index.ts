export { CustomerRepository } from './customer.repository.js';
export { CustomersModule } from './customers.module.js';
export type { ContractEntity } from './contract.entity.js';
export type { CustomerEntity } from './customer.entity.js';
export type { SiteEntity } from './site.entity.js';
