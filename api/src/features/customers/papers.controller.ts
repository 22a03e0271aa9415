import { Body, Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { ContactForm, ContractForm, Saved, SiteAccessForm, SiteForm } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { CustomerPapers } from './customer-papers.js';

/** Changes of sites, contacts and contracts that are there, over HTTP. */
@Controller()
export class PapersController {
  constructor(private readonly papers: CustomerPapers) {}

  @Post('sites/:id')
  @HttpCode(200)
  @Policy('customers:manage')
  @Answers(Saved, {
    en: 'Changes a site',
    zh: '修改站点',
    refuses: ['site.not-found', 'edit.code-taken', 'edit.conflict'],
  })
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
  @Answers(Saved, {
    en: 'Says when a site can be entered',
    zh: '修改站点的进场时间',
    refuses: ['site.not-found', 'edit.conflict'],
  })
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
  @Answers(Saved, {
    en: 'Changes a contact',
    zh: '修改联系人',
    refuses: ['contact.not-found', 'site.not-found', 'edit.conflict'],
  })
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
  @Answers(null, { en: 'Removes a contact', zh: '删除联系人', refuses: ['contact.not-found'] })
  removeContact(@CurrentScope() scope: Scope, @Param('id') id: string): Promise<void> {
    return this.papers.removeContact(scope, id);
  }

  @Post('contracts/:id')
  @HttpCode(200)
  @Policy('customers:manage')
  @Answers(Saved, {
    en: 'Changes a contract',
    zh: '修改合同',
    refuses: ['contract.not-found', 'edit.code-taken', 'edit.conflict'],
  })
  changeContract(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Body({ schema: ContractForm }) form: ContractForm,
  ): Promise<Saved> {
    return this.papers.saveContract(scope, { id }, form);
  }
}
