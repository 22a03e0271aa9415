import { forgetOwn, ownKey } from './own-storage';

describe('what a person wrote and did not send', () => {
  afterEach(() => {
    localStorage.clear();
  });

  it('is gone from the browser once they sign out, and their language is not', () => {
    localStorage.setItem(ownKey('me', 'report'), 'a draft');
    localStorage.setItem(ownKey('another', 'report'), 'a draft');
    localStorage.setItem('linewatch.language', 'en');

    forgetOwn(localStorage);

    expect(Object.keys(localStorage).filter((name) => name.includes('report'))).toEqual([]);
    expect(localStorage.getItem('linewatch.language')).toBe('en');
  });
});
