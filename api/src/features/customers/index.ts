export { CustomerRepository } from './customer.repository.js';
export { CustomersModule } from './customers.module.js';
