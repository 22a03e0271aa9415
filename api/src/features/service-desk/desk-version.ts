import { DESK_VERSIONS, type DeskVersion, DomainError } from '@linewatch/shared';

/** The version that a path names. @throws DomainError `request.not-found` for one that there is not */
export function versionOf(named: string): DeskVersion {
  const version = DESK_VERSIONS.find((each) => each === named);
  if (version === undefined) throw new DomainError('request.not-found', 'There is nothing here');
  return version;
}
