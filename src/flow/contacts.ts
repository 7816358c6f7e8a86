import type { Draft } from './draft.ts';
import type { Report } from './report.ts';
import type { ContactYaml } from './schema.ts';
import { below, type PathSpot } from './spots.ts';

/** Mali's country code and the eight digits of every number there (ITU-T E.164: country code and number up to 15 digits). */
const MALI = '223';
const MALI_DIGITS = 8;
const PHONE = /^\+[1-9](?:[ .-]?[0-9]){7,14}$/;

/** `today`: ISO date. */
export function checkContacts(draft: Draft, today: string, report: Report): void {
  const owners = new Map<string, string>();
  for (const [id, { value: service, spot }] of draft.services.entries) {
    if (service.assured_on !== undefined && service.assured_on > today) {
      report.add(
        'contact-dates',
        below(spot, 'assured_on'),
        `\`${id}\` was made sure of on a day that is still to come`,
        'write the day of the call or visit',
      );
    }
    for (const [index, contact] of service.contacts?.entries() ?? []) {
      const at = below(spot, 'contacts', index);
      checkDates(contact, today, at, report);
      if (contact.kind === 'phone') checkPhone(contact.value, service.organization, owners, below(at, 'value'), report);
    }
  }
}

function checkDates(contact: ContactYaml, today: string, spot: PathSpot, report: Report): void {
  const { source, assured_on: assured, expires_on: expires } = contact;
  const lacks = [!source?.trim() && 'source', !assured && 'assured_on', !expires && 'expires_on'].filter((key) => typeof key === 'string');
  if (lacks.length > 0) {
    const hint = 'a contact is shown only with all three; leave it out until somebody has made sure of it';
    report.add('contact-unsourced', spot, `this contact lacks ${lacks.map((key) => `\`${key}\``).join(', ')}`, hint);
  }
  if (assured !== undefined && assured > today) {
    report.add(
      'contact-dates',
      below(spot, 'assured_on'),
      'this contact was made sure of on a day that is still to come',
      'write the day of the call or visit',
    );
  }
  if (assured !== undefined && expires !== undefined && assured > expires) {
    report.add(
      'contact-dates',
      below(spot, 'expires_on'),
      'this contact ends before it was made sure of',
      'write a later day, or check the contact again',
    );
  } else if (expires !== undefined && expires < today) {
    report.add(
      'contact-expired',
      below(spot, 'expires_on'),
      `this contact ended on ${expires} and is not shown`,
      'check it again and write both dates anew',
    );
  }
}

function checkPhone(value: string, organization: string, owners: Map<string, string>, spot: PathSpot, report: Report): void {
  const digits = value.replace(/[^0-9]/g, '');
  const malian = digits.startsWith(MALI);
  if (!PHONE.test(value) || (malian && digits.length !== MALI.length + MALI_DIGITS)) {
    const hint = `write + and the country code first; in Mali +${MALI} and ${MALI_DIGITS} digits: "+${MALI} 20 00 00 00"`;
    report.add('phone-form', spot, 'this is not a whole phone number', hint);
    return;
  }
  const owner = owners.get(digits);
  if (owner !== undefined && owner !== organization) {
    report.add(
      'phone-shared',
      spot,
      `\`${owner}\` and \`${organization}\` have the same number`,
      'ask both whose it is, and keep it with that one',
    );
  }
  owners.set(digits, owner ?? organization);
}
