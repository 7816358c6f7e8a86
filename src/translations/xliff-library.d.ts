/** The part of the library `xliff` that is used; it comes without types. */
declare module 'xliff' {
  /** A string, or a list or object when a program has put tags into the text. */
  type Content = string | object;
  type Unit = {
    source?: Content;
    target?: Content;
    note?: string | string[];
    additionalAttributes?: Record<string, string>;
    groupUnits?: Record<string, Unit>;
  };
  type Xliff = { sourceLanguage?: string; targetLanguage?: string; xliffVersion?: string; resources: Record<string, Record<string, Unit>> };

  export function jsToXliff12(content: Xliff): Promise<string>;
  export function xliff12ToJs(text: string): Promise<Xliff>;
}
