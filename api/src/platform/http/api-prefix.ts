/** What every route of the versioned interface begins with. */
export const API_PREFIX = '/api/v1';

/** Routes beside it: they speak of this instance, whatever version of the interface a client knows. */
export const OUTSIDE_PREFIX = [
  'api/health/live',
  'api/health/ready',
  'api/docs',
  'api/openapi.json',
  'tmf-api/alarmManagement/v4/alarm',
  'tmf-api/alarmManagement/v4/alarm/:faultId',
];

/** Whether a path, without its first slash, stands beside the versioned interface: ours, or one of TM Forum's. */
export function isOutsidePrefix(path: string): boolean {
  return path.startsWith('api/') || path.startsWith('tmf-api/');
}
