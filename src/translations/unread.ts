/** Why a file cannot be read as a sheet, and the cure. */
export type Unread = { readonly wrong: string; readonly hint: string };

export const unread = (wrong: string, hint: string): Unread => ({ wrong, hint });
