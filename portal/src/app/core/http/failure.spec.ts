import { HttpErrorResponse } from '@angular/common/http';
import { toLinkFailure } from './failure';

function refused(status: number, code: string): HttpErrorResponse {
  const problem = { type: `urn:linewatch:error:${code}`, title: code, status, code };
  return new HttpErrorResponse({ status, error: problem });
}

describe('the failure of a link', () => {
  it('is the link where what stands in it is no token, as when a mail program cut it short', () => {
    expect(toLinkFailure(refused(400, 'request.invalid'), 'invitation.refused').code).toBe('invitation.refused');
  });

  it('is what the server says where it says more', () => {
    expect(toLinkFailure(refused(429, 'request.too-many'), 'invitation.refused').code).not.toBe('invitation.refused');
  });
});
