import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ContactForm,
  ContractForm,
  CustomerForm,
  CustomerPage,
  CustomerQuery,
  CustomerView,
  Saved,
  SiteForm,
} from '@linewatch/shared';
import { type Caller, CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
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
  @Answers(CustomerPage, {
    en: 'Customers in scope, by name',
    zh: '范围内的客户列表',
    refuses: ['list.cursor-invalid'],
  })
  list(@CurrentScope() scope: Scope, @Query({ schema: CustomerQuery }) query: CustomerQuery): Promise<CustomerPage> {
    return this.service.list(scope, query);
  }

  @Get(':id')
  @Policy('customers:read')
  @Answers(CustomerView, {
    en: 'A customer with its sites, contacts and contracts',
    zh: '客户资料，含站点、联系人与合同',
    refuses: ['customer.not-found'],
  })
  view(@CurrentScope() scope: Scope, @CurrentCaller() caller: Caller, @Param('id') id: string): Promise<CustomerView> {
    return this.service.view(scope, caller.role, id);
  }

  @Post()
  @Policy('customers:manage')
  @Answers(Saved, {
    en: 'Enters a customer',
    zh: '新增客户',
    refuses: ['edit.code-taken', 'edit.conflict', 'customer.not-found'],
  })
  add(@CurrentScope() scope: Scope, @Body({ schema: CustomerForm }) form: CustomerForm): Promise<Saved> {
    return this.papers.saveCustomer(scope, null, form);
  }

  @Post(':id')
  @HttpCode(200)
  @Policy('customers:manage')
  @Answers(Saved, {
    en: 'Changes a customer',
    zh: '修改客户',
    refuses: ['customer.not-found', 'edit.code-taken', 'edit.conflict'],
  })
  change(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Body({ schema: CustomerForm }) form: CustomerForm,
  ): Promise<Saved> {
    return this.papers.saveCustomer(scope, id, form);
  }

  @Post(':id/sites')
  @Policy('customers:manage')
  @Answers(Saved, {
    en: 'Enters a site of a customer',
    zh: '新增客户站点',
    refuses: ['customer.not-found', 'edit.code-taken', 'edit.conflict'],
  })
  addSite(
    @CurrentScope() scope: Scope,
    @Param('id') customerId: string,
    @Body({ schema: SiteForm }) form: SiteForm,
  ): Promise<Saved> {
    return this.papers.saveSite(scope, { customerId }, form);
  }

  @Post(':id/contacts')
  @Policy('contacts:manage')
  @Answers(Saved, {
    en: 'Enters a contact of a customer',
    zh: '新增客户联系人',
    refuses: ['customer.not-found', 'site.not-found', 'edit.conflict'],
  })
  addContact(
    @CurrentScope() scope: Scope,
    @Param('id') customerId: string,
    @Body({ schema: ContactForm }) form: ContactForm,
  ): Promise<Saved> {
    return this.papers.saveContact(scope, { customerId }, form);
  }

  @Post(':id/contracts')
  @Policy('customers:manage')
  @Answers(Saved, {
    en: 'Enters a contract of a customer',
    zh: '新增客户合同',
    refuses: ['customer.not-found', 'edit.code-taken', 'edit.conflict'],
  })
  addContract(
    @CurrentScope() scope: Scope,
    @Param('id') customerId: string,
    @Body({ schema: ContractForm }) form: ContractForm,
  ): Promise<Saved> {
    return this.papers.saveContract(scope, { customerId }, form);
  }
}
