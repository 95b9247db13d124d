// SPDX-License-Identifier: EUPL-1.2
// The identity provider of a made-up municipality: a real one (OpenID Certified), on loopback, without pages.
//
// Who signs in next, with which factors, what is said of them, and what goes wrong on purpose, the suite posts
// to /suite. Prints its issuer on the first line; ends with its standard input.
import http from 'node:http';
import * as jose from 'jose';
import Provider from 'oidc-provider';

const CLIENT = 'sluitend';
const SECRET = 'a-secret-of-the-suite-only-0123456789';
const ALG = 'RS256';
const KID = 'the-key-of-the-suite';

let told = { sub: 'nobody', claims: {}, amr: [] };
const keys = await jose.generateKeyPair(ALG, { extractable: true });
const others = await jose.generateKeyPair(ALG, { extractable: true });
const jwk = { ...(await jose.exportJWK(keys.privateKey)), kid: KID, use: 'sig', alg: ALG };

const server = http.createServer();
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [{
    client_id: CLIENT,
    client_secret: SECRET,
    // Of a native application any port of loopback is right.
    application_type: 'native',
    redirect_uris: ['http://127.0.0.1/inloggen/organisatie/terug/'],
    grant_types: ['authorization_code'],
    response_types: ['code'],
  }],
  jwks: { keys: [jwk] },
  claims: {
    openid: ['sub', 'amr', 'acr'],
    email: ['email', 'email_verified'],
    profile: ['name', 'roles', 'realm_access'],
    auth_time: null, sid: null, iss: null,
  },
  pkce: { required: () => true },
  acrValues: ['two-factors'],
  cookies: { keys: ['only-for-the-suite'] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...told.claims }) }),
});

// Nobody is asked anything: who comes is who the suite said.
const interact = async (request, response) => {
  const { params } = await provider.interactionDetails(request, response);
  const grant = new provider.Grant({ accountId: told.sub, clientId: CLIENT });
  grant.addOIDCScope(params.scope);
  const result = told.refuse
    ? { error: told.refuse, error_description: 'as the suite wants' }
    : {
        login: { accountId: told.sub, amr: told.amr, acr: told.acr, ts: told.ts },
        consent: { grantId: await grant.save() },
      };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
};

// A provider that is broken or hostile: its own ID token with other claims, signed well or not at all.
const another = async (token) => {
  const claims = { ...jose.decodeJwt(token), ...told.token };
  if (told.signed === 'not') return new jose.UnsecuredJWT(claims).encode();
  const [alg, key] = {
    'with-our-secret': ['HS256', new TextEncoder().encode(SECRET)],
    'by-somebody-else': [ALG, others.privateKey],
  }[told.signed] ?? [ALG, keys.privateKey];
  return new jose.SignJWT(claims).setProtectedHeader({ alg, kid: KID }).sign(key);
};

provider.use(async (context, next) => {
  if (told.status?.[context.path]) {
    context.status = told.status[context.path];
    context.body = {};
    return;
  }
  await next();
  if (context.path === '/token' && context.status === 200 && (told.token || told.signed)) {
    context.body = { ...context.body, id_token: await another(context.body.id_token) };
  }
  if (told.answers?.[context.path]) context.body = { ...context.body, ...told.answers[context.path] };
});

const answer = provider.callback();
server.on('request', async (request, response) => {
  try {
    if (request.url === '/suite') {
      let text = '';
      for await (const part of request) text += part;
      told = JSON.parse(text);
      response.end('{}');
    } else if (request.url.startsWith('/interaction/')) {
      await interact(request, response);
    } else {
      await answer(request, response);
    }
  } catch (error) {
    console.error(error);
    response.writeHead(500).end();
  }
});
process.stdin.on('end', () => process.exit(0)).resume();
console.log(issuer);
