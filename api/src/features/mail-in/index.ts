export { MailInModule } from './mail-in.module.js';
