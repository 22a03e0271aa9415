const GUARD = 'platform/auth/auth.guard.js';
const BOOT = 'platform/auth/guarded-routes.js';
const KEEPER = 'features/identity/session-keeper.js';
const RULES = 'features/identity/session.rules.js';
const TOKENS = 'features/identity/tokens/api-token-registry.js';
const GRANTS = 'features/identity/users/access-rules.js';
const GATEWAY = 'platform/live/live.gateway.js';
const FAR = 'platform/auth/far-ends.js';

/**
 * Guards and checks that are found by their words: the file, exactly one place in it, and what stands there instead. A
 * list with words that are gone stops the run, so that a check which was written anew is not left out in silence.
 *
 * @type {readonly (readonly [file: string, place: RegExp, instead: string])[]}
 */
export const STEPS = [
  // Before every handler.
  [GUARD, /if \(policy === undefined\)\s+return false;/, ';'],
  [GUARD, /refuseForeign\(request\);/, ';'],
  [GUARD, /isForeignOrigin\(request\.headers, request\.host\)/, 'false'],
  [GUARD, /hasBody && !isOurs/, 'false'],
  [GUARD, /this\.expectLookOnly\(caller, context, policy\);/, ';'],
  [GUARD, /this\.audit\.look\([^;]*;/, ';'],
  [GUARD, /this\.reflector\.get\(WHILE_VIEWING, context\.getHandler\(\)\) === true/, 'true'],
  [GUARD, /throw new DomainError\('session\.read-only'[^;]*;/, ';'],
  [GUARD, /throw new DomainError\('session\.forbidden'[^;]*;/, ';'],
  [GUARD, /this\.audit\.denied\(policy\);(?=\s+throw new DomainError\('session\.forbidden')/, ';'],
  [GUARD, /this\.audit\.denied\(policy\);(?=\s+throw new DomainError\('session\.read-only')/, ';'],
  [GUARD, /isAllowedToToken\(caller\.role, policy\)/, 'isAllowed(caller.role, policy)'],
  [GUARD, /(?<=: )isAllowed\(caller\.role, policy\)/, 'true'],
  [GUARD, /this\.allowance\.spend\('token', `address:[^;]*;/, ';'],
  [GUARD, /this\.allowance\.spend\('token', `token:[^;]*;/, ';'],
  [GUARD, /this\.allowance\.spend\(allowance, [^;]*;/, ';'],
  // At the start.
  [BOOT, /refuse\(open, [^;]*;/, ';'],
  [BOOT, /refuse\(silent, [^;]*;/, ';'],
  // What a session, a token and a view are worth.
  [KEEPER, /session\.step !== 'DONE'/, 'false'],
  [KEEPER, /(?<=standing === undefined \|\| )isOver\([^()]*\)/, 'false'],
  [KEEPER, /session\?\.step !== step/, 'session === undefined'],
  [KEEPER, /this\.clock\.now\(\) >= session\.expiresAt/, 'false'],
  [KEEPER, /now >= until/, 'false'],
  [RULES, /now >= (?:session\.expiresAt|lastsUntil\([^()]*\))/, 'false'],
  [RULES, /now - session\.lastSeenAt >= [^;]*(?=;)/, 'false'],
  [TOKENS, /!standingsOf\(maker\)\.some\(\(standing\) => reaches\(standing, token, siteIds\)\)/, 'false'],
  [TOKENS, /ROLES\.indexOf\(role\) < ROLES\.indexOf\(token\.role\)/, 'false'],
  [TOKENS, /siteIds\.length > 0(?= && siteIds\.every)/, 'true'],
  // What people may give to others.
  [GRANTS, /grantableRoles\(giver\.role\)\.includes\(role\)/, 'true'],
  [GRANTS, /customerIds\.every\(\(id\) => reachable\.customerIds\.includes\(id\)\)/, 'true'],
  [GRANTS, /siteIds\.every\(\(id\) => reachable\.sites\.some\(\(site\) => site\.id === id\)\)/, 'true'],
  [GRANTS, /!isCustomerRole\(role\) \|\| !isOfOne/, 'false'],
  [GRANTS, /!isForCustomers/, 'false'],
  // Sockets.
  ['platform/live/live.adapter.js', /!isForeign(?=\))/, 'true'],
  [GATEWAY, /!this\.connects\.take\(caller\.userId, this\.clock\.now\(\)\)/, 'false'],
  [GATEWAY, /socket\.onAny\([^;]*;/, ';'],
  [GATEWAY, /this\.counted\(socket\) > SOCKETS_A_SESSION/, 'false'],
  [GATEWAY, /sessionIds\.includes\(socket\.data\.caller\.sessionId\)/, 'false'],
  [GATEWAY, /bodyFor\(entry, scope\.siteIds\)/, 'wholeBody(entry)'],
  ['platform/live/live-watch.js', /rightsNow\.get\(caller\.sessionId\) !== this\.rightsBefore\(caller\)/, 'false'],
  // The masks of far ends.
  [FAR, /far\.length === 0/, 'true'],
  [FAR, /!ends\.some\(\(end\) => isFar\(scope, end\)\)/, 'true'],
  [FAR, /codes\.reduce\([^;]*(?=;)/, 'shown'],
  [FAR, /!isFar\(scope, end\)/, 'true'],
];
