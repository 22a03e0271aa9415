import { isPublicAddress } from './public-address.js';

const INNER = [
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '192.0.0.8',
  '192.0.2.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '64:ff9b::7f00:1',
  '64:ff9b:1::7f00:1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '3fff::1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
];
const NO_ADDRESSES = ['', 'localhost', '2130706433', '0x7f000001', '017700000001', '127.1', '1.2.3.4.', '1.2.3'];

describe('an address', () => {
  for (const address of ['1.1.1.1', '8.8.8.8', '114.114.114.114', '2400:3200::1', '2606:4700::1111']) {
    it(`${address} is public`, () => {
      expect(isPublicAddress(address)).toBeTrue();
    });
  }

  for (const address of INNER) {
    it(`${address} is not public`, () => {
      expect(isPublicAddress(address)).toBeFalse();
    });
  }

  for (const text of NO_ADDRESSES) {
    it(`"${text}" is no address in the form that connections take`, () => {
      expect(isPublicAddress(text)).toBeFalse();
    });
  }
});
