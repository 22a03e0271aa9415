import { Inject, Injectable } from '@nestjs/common';
import { CUSTOMER_ROLES } from '@linewatch/shared';
import type { Env } from '../../../config/env.js';
import { ENV } from '../../../config/env.token.js';
import { Database } from '../../../database/database.js';

/** Who needs a second factor: staff, and the people of customers that ask for it. */
@Injectable()
export class FactorPolicy {
  /** A house of the demo is no house of anybody: its staff come in without, and every page of theirs says so. */
  readonly isDemo: boolean;

  constructor(
    @Inject(ENV) env: Env,
    private readonly database: Database,
  ) {
    this.isDemo = env.DEMO !== 'off';
  }

  async isRequired(userId: string): Promise<boolean> {
    const roles = CUSTOMER_ROLES.map(() => '?').join(',');
    const [row] = await this.database.read<{ staff: number | string | null; asked: number | string | null }>(
      `SELECT SUM(CASE WHEN g.role IN (${roles}) THEN 0 ELSE 1 END) AS staff,
              SUM(CASE WHEN g.role IN (${roles}) AND customer.require_totp <> 0 THEN 1 ELSE 0 END) AS asked
       FROM role_grant g
       LEFT JOIN site ON site.id = g.scope_id AND g.scope_type = 'SITE'
       LEFT JOIN customer ON customer.id = COALESCE(site.customer_id, g.scope_id)
       WHERE g.user_id = ? AND g.suspended_at IS NULL`,
      [...CUSTOMER_ROLES, ...CUSTOMER_ROLES, userId],
    );
    return Number(row?.asked ?? 0) > 0 || (!this.isDemo && Number(row?.staff ?? 0) > 0);
  }
}
