/**
 * Rules that are named in the standards of the field and not built yet: the only list of them. It shrinks; a spec
 * refuses a rule that is listed here and mapped as well.
 */
export const RULES_NOT_BUILT: readonly string[] = ['P-NOTIFY'];
