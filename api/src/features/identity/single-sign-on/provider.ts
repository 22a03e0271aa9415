import type { ProviderSetup } from '@linewatch/shared';

/** A provider with everything that is known of it but its secret, which is opened only to be shown to it. */
export interface Provider extends Omit<ProviderSetup, 'clientSecret'> {
  readonly id: string;
  readonly sealed: string | null;
  readonly changedAt: number;
}
