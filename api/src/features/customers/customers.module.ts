import { Module } from '@nestjs/common';
import { CustomerRepository } from './customer.repository.js';

/** Customers, their sites and contracts. */
@Module({
  providers: [CustomerRepository],
  exports: [CustomerRepository],
})
export class CustomersModule {}
