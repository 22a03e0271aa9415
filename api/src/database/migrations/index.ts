import { CreateIdentity1795300000000 } from './1795300000000-CreateIdentity.js';
import { CreateInventory1795300001000 } from './1795300001000-CreateInventory.js';
import { CreateTelemetry1795300002000 } from './1795300002000-CreateTelemetry.js';
import { CreatePlatform1795300003000 } from './1795300003000-CreatePlatform.js';
import { CreateSignInAttempt1795300004000 } from './1795300004000-CreateSignInAttempt.js';
import { CreateSampleHour1795300005000 } from './1795300005000-CreateSampleHour.js';
import { DivideDevices1795300010000 } from './1795300010000-DivideDevices.js';
import { NoteContact1795300015000 } from './1795300015000-NoteContact.js';
import { PackOpenHours1795300020000 } from './1795300020000-PackOpenHours.js';
import { CreateMeasures1795300030000 } from './1795300030000-CreateMeasures.js';
import { DiscoverDevices1795300040000 } from './1795300040000-DiscoverDevices.js';
import { KeepTraps1795300050000 } from './1795300050000-KeepTraps.js';
import { CreateAccounts1795300060000 } from './1795300060000-CreateAccounts.js';
import { CreateAudit1795300070000 } from './1795300070000-CreateAudit.js';
import { AddCircuitLife1795300080000 } from './1795300080000-AddCircuitLife.js';
import { AddCustomerPapers1795300081000 } from './1795300081000-AddCustomerPapers.js';
import { CreateImports1795300082000 } from './1795300082000-CreateImports.js';
import { TakeCustomersView1795300090000 } from './1795300090000-TakeCustomersView.js';
import { CreateProviders1795300091000 } from './1795300091000-CreateProviders.js';
import { CreateNoticeEvent1795300100000 } from './1795300100000-CreateNoticeEvent.js';
import { CreateFaults1795300110000 } from './1795300110000-CreateFaults.js';
import { FindChangesOfCustomer1795300120000 } from './1795300120000-FindChangesOfCustomer.js';
import { CreateOutages1795300130000 } from './1795300130000-CreateOutages.js';
import { TellPastOutages1795300131000 } from './1795300131000-TellPastOutages.js';
import { CreateMaintenance1795300140000 } from './1795300140000-CreateMaintenance.js';
import { CreateTickets1795300150000 } from './1795300150000-CreateTickets.js';
import { SeedTicketNorm1795300151000 } from './1795300151000-SeedTicketNorm.js';
import { CreateNotifications1795300160000 } from './1795300160000-CreateNotifications.js';
import { CreateSla1795300170000 } from './1795300170000-CreateSla.js';
import { CreateLineTests1795300180000 } from './1795300180000-CreateLineTests.js';
import { CreateReports1795300184000 } from './1795300184000-CreateReports.js';
import { KeepHandovers1795300188000 } from './1795300188000-KeepHandovers.js';
import { KeepCodeChanges1795300200000 } from './1795300200000-KeepCodeChanges.js';
import { NoteRestarts1795300210000 } from './1795300210000-NoteRestarts.js';
import { CreateServiceDesk1795300230000 } from './1795300230000-CreateServiceDesk.js';
import { CreateMailIn1795300231000 } from './1795300231000-CreateMailIn.js';
import { CreateChangeWish1795300232000 } from './1795300232000-CreateChangeWish.js';
import { EscalateNotices1795300240000 } from './1795300240000-EscalateNotices.js';
import { ScheduleReports1795300260000 } from './1795300260000-ScheduleReports.js';
import { ReportAnySpan1795300261000 } from './1795300261000-ReportAnySpan.js';
import { CreateEvidence1795300262000 } from './1795300262000-CreateEvidence.js';
import { LimitSessions1795300270000 } from './1795300270000-LimitSessions.js';
import { CreateShiftSheet1795300280000 } from './1795300280000-CreateShiftSheet.js';
import { RememberShownStates1795300281000 } from './1795300281000-RememberShownStates.js';
import { ReadMailbox1795300300000 } from './1795300300000-ReadMailbox.js';
import { TellBrowsers1795300301000 } from './1795300301000-TellBrowsers.js';
import { CreateBrand1795300320000 } from './1795300320000-CreateBrand.js';
import { NoteShortBreaks1795300371000 } from './1795300371000-NoteShortBreaks.js';
import { ForgetStates1795300372000 } from './1795300372000-ForgetStates.js';
import { StopNeedlessWords1795300395000 } from './1795300395000-StopNeedlessWords.js';
import { ProfileReads1795300403000 } from './1795300403000-ProfileReads.js';
import { PortsAsOctets1795300407000 } from './1795300407000-PortsAsOctets.js';
import { DutyLists1795300409000 } from './1795300409000-DutyLists.js';
import { NoteEndsReadAt1795300410000 } from './1795300410000-NoteEndsReadAt.js';
import { AppendToTheLog1795300411000 } from './1795300411000-AppendToTheLog.js';

/** In the order they run. A list, not a glob: what is not imported is not shipped. */
export const MIGRATIONS = [
  CreateIdentity1795300000000,
  CreateInventory1795300001000,
  CreateTelemetry1795300002000,
  CreatePlatform1795300003000,
  CreateSignInAttempt1795300004000,
  CreateSampleHour1795300005000,
  DivideDevices1795300010000,
  NoteContact1795300015000,
  PackOpenHours1795300020000,
  CreateMeasures1795300030000,
  DiscoverDevices1795300040000,
  KeepTraps1795300050000,
  CreateAccounts1795300060000,
  CreateAudit1795300070000,
  AddCircuitLife1795300080000,
  AddCustomerPapers1795300081000,
  CreateImports1795300082000,
  TakeCustomersView1795300090000,
  CreateProviders1795300091000,
  CreateNoticeEvent1795300100000,
  CreateFaults1795300110000,
  FindChangesOfCustomer1795300120000,
  CreateOutages1795300130000,
  TellPastOutages1795300131000,
  CreateMaintenance1795300140000,
  CreateTickets1795300150000,
  SeedTicketNorm1795300151000,
  CreateNotifications1795300160000,
  CreateSla1795300170000,
  CreateLineTests1795300180000,
  CreateReports1795300184000,
  KeepHandovers1795300188000,
  KeepCodeChanges1795300200000,
  NoteRestarts1795300210000,
  CreateServiceDesk1795300230000,
  CreateMailIn1795300231000,
  CreateChangeWish1795300232000,
  EscalateNotices1795300240000,
  ScheduleReports1795300260000,
  ReportAnySpan1795300261000,
  CreateEvidence1795300262000,
  LimitSessions1795300270000,
  CreateShiftSheet1795300280000,
  RememberShownStates1795300281000,
  ReadMailbox1795300300000,
  TellBrowsers1795300301000,
  CreateBrand1795300320000,
  NoteShortBreaks1795300371000,
  ForgetStates1795300372000,
  StopNeedlessWords1795300395000,
  ProfileReads1795300403000,
  PortsAsOctets1795300407000,
  DutyLists1795300409000,
  NoteEndsReadAt1795300410000,
  AppendToTheLog1795300411000,
];
