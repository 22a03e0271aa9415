/** Injects the `Env`: `@Inject(ENV) env: Env`. */
export const ENV = Symbol('linewatch:env');
