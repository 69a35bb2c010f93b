/**
 * Who may call a deployed API. With `--param="jwtIssuer=https://..."` (and `jwtAudience`) holders of a
 * token of that issuer; without one, principals of the account whose IAM policy allows it. Never nobody
 * in particular: only the local stack is open, on 127.0.0.1, by serverless-offline's `noAuth`.
 */
module.exports = async ({ resolveVariable }) => {
  const issuer = await resolveVariable("param:jwtIssuer, ''");
  if (issuer === '') return { authorizers: {}, authorizer: { type: 'aws_iam' } };

  const audience = await resolveVariable("param:jwtAudience, ''");
  if (!/^https:\/\/\S+$/.test(issuer)) throw new Error(`jwtIssuer: "${issuer}" is not an https address`);
  if (audience === '') throw new Error('jwtIssuer needs jwtAudience: without it a token for any application would do');
  return {
    authorizers: {
      issuer: {
        type: 'jwt',
        identitySource: ['$request.header.Authorization'],
        issuerUrl: issuer,
        audience: audience.split(','),
      },
    },
    authorizer: { name: 'issuer' },
  };
};
