const secretKeys = new Set(
  (
    'u,p,t,s,apikey,api_key,key,token,access_token,refresh_token,auth_token,user_auth_token,id_token,sk,api_sig,sig,signature,request_sig,password,pw,pass,' +
    'secret,client_secret,client_id,app_id,app_secret,code,jwt,session,callback_token'
  ).split(','),
);

const secretHeader = /^(?:authorization|proxy-authorization|cookie|set-cookie|x-emby-.*|x-mediabrowser-token|x-nd-authorization|x-(?:user-)?auth-token|x-api-key|x-app-id|client-id)$/i;

/**
 * A URL fit for a log: values of query keys that carry credentials become `***`, user info goes.
 * Text that is no URL (a path with a query) is treated the same way; nothing is thrown.
 */
export function redactUrl(url: string): string {
  const withoutUser = url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#@]*@/i, '$1');
  return withoutUser.replace(/([?&;])([^=&;#]+)=([^&;#]*)/g, (whole, mark: string, key: string, value: string) =>
    value !== '' && secretKeys.has(decodeLoosely(key).toLowerCase()) ? `${mark}${key}=***` : whole,
  );
}

/** Headers fit for a log: credentials become `***`. */
export function redactHeaders(headers: Readonly<Record<string, string | readonly string[] | undefined>>): Record<string, string> {
  const safe: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    safe[name] = secretHeader.test(name) ? '***' : String(value);
  }
  return safe;
}

function decodeLoosely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
