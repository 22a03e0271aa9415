import { Body, Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { ContactForm, ContractForm, type Saved, SiteAccessForm, SiteForm } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { CustomerPapers } from './customer-papers.js';

/** Changes of sites, contacts and contracts that are there, over HTTP. */
@Controller()
export class PapersController {
  constructor(private readonly papers: CustomerPapers) {}

  @Post('sites/:id')
  @HttpCode(200)
  @Policy('customers:manage')
  changeSite(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Body({ schema: SiteForm }) form: SiteForm,
  ): Promise<Saved> {
    return this.papers.saveSite(scope, { id }, form);
  }

  @Post('sites/:id/access')
  @HttpCode(200)
  @Policy('contacts:manage')
  changeAccess(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Body({ schema: SiteAccessForm }) form: SiteAccessForm,
  ): Promise<Saved> {
    return this.papers.saveAccess(scope, id, form);
  }

  @Post('contacts/:id')
  @HttpCode(200)
  @Policy('contacts:manage')
  changeContact(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Body({ schema: ContactForm }) form: ContactForm,
  ): Promise<Saved> {
    return this.papers.saveContact(scope, { id }, form);
  }

  @Delete('contacts/:id')
  @HttpCode(204)
  @Policy('contacts:manage')
  removeContact(@CurrentScope() scope: Scope, @Param('id') id: string): Promise<void> {
    return this.papers.removeContact(scope, id);
  }

  @Post('contracts/:id')
  @HttpCode(200)
  @Policy('customers:manage')
  changeContract(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Body({ schema: ContractForm }) form: ContractForm,
  ): Promise<Saved> {
    return this.papers.saveContract(scope, { id }, form);
  }
}
