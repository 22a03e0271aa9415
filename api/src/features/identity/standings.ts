import { Injectable } from '@nestjs/common';
import type { Scope } from '../../platform/auth/scope.js';
import { type Standing, standingOf } from './scope-maker.js';
import { UserRepository } from './user.repository.js';

/** What people may reach when no session of theirs stands for them: for addresses that carry a secret of their own. */
@Injectable()
export class Standings {
  constructor(private readonly users: UserRepository) {}

  /** What a user acts as now by a standing's key; undefined when it is theirs no more. */
  async of(userId: string, key: string): Promise<Standing | undefined> {
    return standingOf(await this.users.activeGrants(userId), key);
  }
}

/** The key of the standing that a session's scope comes from. */
export function standingKey(scope: Scope): string {
  if (scope.kind === 'all') return 'all';
  return scope.kind === 'customers' ? 'staff' : scope.customerId;
}
