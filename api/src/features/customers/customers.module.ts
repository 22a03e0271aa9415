import { Module } from '@nestjs/common';
import { CustomerPapers } from './customer-papers.js';
import { CustomerViewsRepository } from './customer-views.repository.js';
import { CustomerRepository } from './customer.repository.js';
import { CustomersController } from './customers.controller.js';
import { CustomersService } from './customers.service.js';
import { PaperRepository } from './paper.repository.js';
import { PapersController } from './papers.controller.js';

/** Customers, their sites, contacts and contracts. */
@Module({
  controllers: [CustomersController, PapersController],
  providers: [CustomerPapers, CustomerRepository, CustomersService, CustomerViewsRepository, PaperRepository],
  exports: [CustomerRepository],
})
export class CustomersModule {}
