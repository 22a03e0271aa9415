import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/database.js';
import { RoleGrantEntity } from './role-grant.entity.js';
import { UserEntity } from './user.entity.js';

/** The only class that reads or writes the tables `user_account` and `role_grant`, but for the joins of sessions. */
@Injectable()
export class UserRepository {
  constructor(private readonly database: Database) {}

  /** @param email lower case */
  async findByEmail(email: string): Promise<UserEntity | null> {
    return this.database.reader.getRepository(UserEntity).findOneBy({ email });
  }

  async findById(id: string): Promise<UserEntity | null> {
    return this.database.reader.getRepository(UserEntity).findOneBy({ id });
  }

  /** Whether anybody can sign in to the house at all. */
  async isEmpty(): Promise<boolean> {
    return !(await this.database.reader.getRepository(UserEntity).exists());
  }

  async insert(tx: Transaction, user: UserEntity, grants: readonly RoleGrantEntity[]): Promise<void> {
    await tx.manager.insert(UserEntity, user);
    await tx.insertMany(
      'role_grant',
      ['id', 'user_id', 'role', 'scope_type', 'scope_id'],
      ['id'],
      grants.map((grant) => [grant.id, grant.userId, grant.role, grant.scopeType, grant.scopeId]),
    );
  }
}
