import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ContactForm,
  ContractForm,
  CustomerForm,
  type CustomerPage,
  CustomerQuery,
  type CustomerView,
  type Saved,
  SiteForm,
} from '@linewatch/shared';
import { type Caller, CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { CustomerPapers } from './customer-papers.js';
import { CustomersService } from './customers.service.js';

/** Customers and what is added to them, over HTTP. */
@Controller('customers')
export class CustomersController {
  constructor(
    private readonly service: CustomersService,
    private readonly papers: CustomerPapers,
  ) {}

  @Get()
  @Policy('customers:read')
  list(@CurrentScope() scope: Scope, @Query({ schema: CustomerQuery }) query: CustomerQuery): Promise<CustomerPage> {
    return this.service.list(scope, query);
  }

  @Get(':id')
  @Policy('customers:read')
  view(@CurrentScope() scope: Scope, @CurrentCaller() caller: Caller, @Param('id') id: string): Promise<CustomerView> {
    return this.service.view(scope, caller.role, id);
  }

  @Post()
  @Policy('customers:manage')
  add(@CurrentScope() scope: Scope, @Body({ schema: CustomerForm }) form: CustomerForm): Promise<Saved> {
    return this.papers.saveCustomer(scope, null, form);
  }

  @Post(':id')
  @HttpCode(200)
  @Policy('customers:manage')
  change(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Body({ schema: CustomerForm }) form: CustomerForm,
  ): Promise<Saved> {
    return this.papers.saveCustomer(scope, id, form);
  }

  @Post(':id/sites')
  @Policy('customers:manage')
  addSite(
    @CurrentScope() scope: Scope,
    @Param('id') customerId: string,
    @Body({ schema: SiteForm }) form: SiteForm,
  ): Promise<Saved> {
    return this.papers.saveSite(scope, { customerId }, form);
  }

  @Post(':id/contacts')
  @Policy('contacts:manage')
  addContact(
    @CurrentScope() scope: Scope,
    @Param('id') customerId: string,
    @Body({ schema: ContactForm }) form: ContactForm,
  ): Promise<Saved> {
    return this.papers.saveContact(scope, { customerId }, form);
  }

  @Post(':id/contracts')
  @Policy('customers:manage')
  addContract(
    @CurrentScope() scope: Scope,
    @Param('id') customerId: string,
    @Body({ schema: ContractForm }) form: ContractForm,
  ): Promise<Saved> {
    return this.papers.saveContract(scope, { customerId }, form);
  }
}
