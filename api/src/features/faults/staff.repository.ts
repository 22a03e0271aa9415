import { Injectable } from '@nestjs/common';
import type { Role } from '@linewatch/shared';
import { Database } from '../../database/database.js';

/** Who of the operator's people an alarm may be given to. */
@Injectable()
export class StaffRepository {
  constructor(private readonly database: Database) {}

  /** The role of an active person for the whole house; undefined when there is none. */
  async roleOf(userId: string): Promise<Role | undefined> {
    const [row] = await this.database.read<{ role: Role }>(
      `SELECT g.role AS role FROM role_grant g JOIN user_account u ON u.id = g.user_id
       WHERE g.user_id = ? AND g.scope_type = 'ALL' AND u.status = 'ACTIVE' LIMIT 1`,
      [userId],
    );
    return row?.role;
  }
}
