/** What a text must hold for one of the preset's rules to speak; the test holds this list against the rules. */
export const TOKENS = new RegExp([
  '(?:A3T[A-Z0-9]|AKIA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA|ASIA)[A-Z0-9]{16}', '[sS](?:ecret|ECRET)_?[aA](?:ccess|CCESS)_?[kK](?:ey|EY)', 'PRIVATE KEY', 'service_account',
  'x-oauth-basic', '_authToken=', 'npm_[A-Za-z0-9]{30}', 'xox[a-z]-', 'xapp-', 'hooks\\.slack\\.com', '[a-z]://[^\\s:@/]{1,256}:[^\\s@]{1,256}@',
  'T3BlbkFJ', 'sk-ant-', 'lin_api_', 'ops_ey', 'SG\\.', 'shp(?:pa|ca|at|ss)_', 'gh[pousr]_', 'github_pat_',
].join('|'));
