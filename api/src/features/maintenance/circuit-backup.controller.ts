import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { BackupForm, Saved } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { CircuitBackup } from './circuit-backup.js';

/** Main circuits and their backups over HTTP. */
@Controller('circuits')
export class CircuitBackupController {
  constructor(private readonly backup: CircuitBackup) {}

  @Post(':id/backup')
  @HttpCode(200)
  @Policy('circuits:manage')
  @Answers(Saved, {
    en: 'Says which circuit this one stands in for',
    zh: '指定该电路是哪条电路的备用',
    refuses: ['circuit.backup-refused', 'circuit.not-found', 'edit.conflict'],
  })
  set(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Body({ schema: BackupForm }) form: BackupForm,
  ): Promise<Saved> {
    return this.backup.set(scope, id, form);
  }
}
