/** Where a bot's replies are posted is told by whoever writes to it, so it decides whom our machine talks to. */
export type ServiceUrlRule = (serviceUrl: string) => boolean;

// Told apart by their letters and not by what a parser makes of them: `http://127.1`, `http://2130706433`, `http://[::ffff:127.0.0.1]`
// and `http://localhost@example.org` all look harmless to one parser or another. No user, no query, no fragment, no percent signs.
const PATH = String.raw`(?:/[\w.~-]*)*`;
const LOCAL = new RegExp(String.raw`^http://(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?${PATH}$`);
const MICROSOFT = new RegExp(String.raw`^https://(?:(?:[a-z0-9-]+\.)+botframework\.com|smba\.trafficmanager\.net)(?::443)?${PATH}$`);

/** Programs on this machine: Emulator, Agents Playground, a Direct Line server. */
export const isLocalServiceUrl: ServiceUrlRule = (serviceUrl) => LOCAL.test(serviceUrl) && URL.canParse(serviceUrl);

/**
 * Connectors of Azure Bot Service: `<channel>.botframework.com` and, for Teams, `smba.trafficmanager.net` (Microsoft's answers in
 * bot-docs issue 1481 and BotFramework-Services issue 342). Nothing else under trafficmanager.net: any customer of Azure gets a name
 * there. The token names the same address again, and botbuilder compares the two.
 */
export const isMicrosoftServiceUrl: ServiceUrlRule = (serviceUrl) => MICROSOFT.test(serviceUrl);
