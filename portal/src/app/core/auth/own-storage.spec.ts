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

    expect({ ...localStorage }).toEqual({ 'linewatch.language': 'en' });
  });
});
