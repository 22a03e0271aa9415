export { AuditModule } from './audit.module.js';
export { runAuditCommand } from './audit-command.js';
