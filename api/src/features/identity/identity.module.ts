import { Global, Module } from '@nestjs/common';
import { CollectorLookup, SessionLookup, TokenLookup } from '../../platform/auth/session-lookup.js';
import { AttemptRepository } from './attempt.repository.js';
import { CollectorRegistry } from './collector-registry.js';
import { CollectorRepository } from './collector.repository.js';
import { IdentityAudit } from './identity-audit.js';
import { IdentitySweep } from './identity-sweep.js';
import { NameRepository } from './name.repository.js';
import { Passwords } from './passwords.js';
import { SessionController } from './session.controller.js';
import { SessionKeeper } from './session-keeper.js';
import { SessionRepository } from './session.repository.js';
import { SessionService } from './session.service.js';
import { ViewAsController } from './view-as/view-as.controller.js';
import { ViewAsService } from './view-as/view-as.service.js';
import { SetupController } from './setup.controller.js';
import { SetupService } from './setup.service.js';
import { SetupTokenRepository } from './setup-token.repository.js';
import { SignInLimiter } from './sign-in-limiter.js';
import { AccountController } from './account/account.controller.js';
import { AccountService } from './account/account.service.js';
import { KnownDeviceRepository } from './known-device.repository.js';
import { KnownDevices } from './known-devices.js';
import { PasswordRules } from './password/password-rules.js';
import { PortalLinks } from './portal-links.js';
import { PasswordResetController } from './recovery/password-reset.controller.js';
import { PasswordResetRepository } from './recovery/password-reset.repository.js';
import { PasswordResetService } from './recovery/password-reset.service.js';
import { CustomerManagers } from './customer-managers.js';
import { CustomerPeople } from './customer-people.js';
import { FactorPolicy } from './second-factor/factor-policy.js';
import { SecondFactor } from './second-factor/second-factor.js';
import { TotpRepository } from './second-factor/totp.repository.js';
import { SessionsController } from './sessions.controller.js';
import { SignInService } from './sign-in.service.js';
import { ApiTokenRegistry } from './tokens/api-token-registry.js';
import { ApiTokenRepository } from './tokens/api-token.repository.js';
import { ApiTokensController } from './tokens/api-tokens.controller.js';
import { ApiTokensService } from './tokens/api-tokens.service.js';
import { IdentityLinkRepository } from './single-sign-on/identity-link.repository.js';
import { Unlinking } from './single-sign-on/unlinking.js';
import { OidcClient } from './single-sign-on/oidc-client.js';
import { ProviderRepository } from './single-sign-on/provider.repository.js';
import { ProviderUsers } from './single-sign-on/provider-users.js';
import { ProvidersController } from './single-sign-on/providers.controller.js';
import { ProvidersService } from './single-sign-on/providers.service.js';
import { SignInUnderWayRepository } from './single-sign-on/sign-in-under-way.repository.js';
import { SingleSignOnController } from './single-sign-on/single-sign-on.controller.js';
import { SingleSignOn } from './single-sign-on/single-sign-on.service.js';
import { Standings } from './standings.js';
import { TokenExpiry } from './tokens/token-expiry.js';
import { InvitationRepository } from './users/invitation.repository.js';
import { InvitationsController } from './users/invitations.controller.js';
import { InvitationsService } from './users/invitations.service.js';
import { ReachRepository } from './users/reach.repository.js';
import { SignInPolicyController } from './users/sign-in-policy.controller.js';
import { SignInPolicyRepository } from './users/sign-in-policy.repository.js';
import { SignInPolicyService } from './users/sign-in-policy.service.js';
import { UserListRepository } from './users/user-list.repository.js';
import { UsersController } from './users/users.controller.js';
import { UsersService } from './users/users.service.js';
import { UserAccounts } from './user-accounts.js';
import { UserRepository } from './user.repository.js';

/** Who is who: accounts, second factors, sessions, tokens, collectors. Answers the guard's questions; others may make accounts with it. */
@Global()
@Module({
  controllers: [
    AccountController,
    ApiTokensController,
    InvitationsController,
    PasswordResetController,
    ProvidersController,
    SessionController,
    SessionsController,
    SetupController,
    SignInPolicyController,
    SingleSignOnController,
    UsersController,
    ViewAsController,
  ],
  providers: [
    AccountService,
    ApiTokenRegistry,
    ApiTokenRepository,
    ApiTokensService,
    AttemptRepository,
    CollectorRegistry,
    CollectorRepository,
    CustomerManagers,
    CustomerPeople,
    FactorPolicy,
    IdentityAudit,
    IdentityLinkRepository,
    Unlinking,
    IdentitySweep,
    InvitationRepository,
    InvitationsService,
    KnownDeviceRepository,
    KnownDevices,
    NameRepository,
    OidcClient,
    PasswordResetRepository,
    PasswordResetService,
    PasswordRules,
    Passwords,
    PortalLinks,
    ProviderRepository,
    ProviderUsers,
    ProvidersService,
    ReachRepository,
    SecondFactor,
    SessionKeeper,
    SessionRepository,
    SessionService,
    SetupService,
    SetupTokenRepository,
    SignInLimiter,
    SignInPolicyRepository,
    SignInPolicyService,
    SignInService,
    SignInUnderWayRepository,
    SingleSignOn,
    Standings,
    TokenExpiry,
    TotpRepository,
    UserAccounts,
    UserListRepository,
    UserRepository,
    UsersService,
    ViewAsService,
    { provide: SessionLookup, useExisting: SessionKeeper },
    { provide: TokenLookup, useExisting: ApiTokenRegistry },
    { provide: CollectorLookup, useExisting: CollectorRegistry },
  ],
  exports: [
    CollectorLookup,
    CollectorRepository,
    CustomerManagers,
    CustomerPeople,
    Passwords,
    PortalLinks,
    SessionLookup,
    SetupService,
    Standings,
    TokenLookup,
    UserAccounts,
  ],
})
export class IdentityModule {}
