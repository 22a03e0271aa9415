import { Global, Module } from '@nestjs/common';
import { CollectorLookup, SessionLookup } from '../../platform/auth/session-lookup.js';
import { AttemptRepository } from './attempt.repository.js';
import { CollectorRegistry } from './collector-registry.js';
import { CollectorRepository } from './collector.repository.js';
import { IdentitySweep } from './identity-sweep.js';
import { NameRepository } from './name.repository.js';
import { Passwords } from './passwords.js';
import { SessionController } from './session.controller.js';
import { SessionKeeper } from './session-keeper.js';
import { SessionRepository } from './session.repository.js';
import { SessionService } from './session.service.js';
import { SetupController } from './setup.controller.js';
import { SetupService } from './setup.service.js';
import { SetupTokenRepository } from './setup-token.repository.js';
import { SignInLimiter } from './sign-in-limiter.js';
import { UserAccounts } from './user-accounts.js';
import { UserRepository } from './user.repository.js';

/** Who is who: accounts, sessions, collectors. Answers the guard's questions; others may make accounts with it. */
@Global()
@Module({
  controllers: [SessionController, SetupController],
  providers: [
    AttemptRepository,
    CollectorRegistry,
    CollectorRepository,
    IdentitySweep,
    NameRepository,
    Passwords,
    SessionKeeper,
    SessionRepository,
    SessionService,
    SetupService,
    SetupTokenRepository,
    SignInLimiter,
    UserAccounts,
    UserRepository,
    { provide: SessionLookup, useExisting: SessionKeeper },
    { provide: CollectorLookup, useExisting: CollectorRegistry },
  ],
  exports: [CollectorLookup, CollectorRepository, Passwords, SessionLookup, SetupService, UserAccounts],
})
export class IdentityModule {}
