// The identity provider of the trial: oidc-provider (certified), shaped like ProConnect.
// The address is only in a userinfo that is a signed token; nothing is created on our side.
import { readFileSync } from 'node:fs';
import { Provider } from 'oidc-provider';

const { port, site } = JSON.parse(readFileSync(process.argv[2], 'utf-8'));
const client = JSON.parse(readFileSync(process.argv[3], 'utf-8'));
const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [{
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [`${site}/auth_oauth/signin`],
        post_logout_redirect_uris: [`${site}/web/login`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        userinfo_signed_response_alg: 'RS256',
    }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    pkce: { required: () => true },
    features: { jwtUserinfo: { enabled: true } },
    cookies: { keys: [client.secret] },
    // Any login opens: the trial types the one of an agent, then one that OILHI does not know.
    async findAccount(_contexte, id) {
        return {
            accountId: id,
            claims: async () => ({ sub: id, email: `${id.split(':')[0]}@exemple.fr`, email_verified: !id.endsWith(':douteux') }),
        };
    },
});
provider.listen(port, '127.0.0.1');
