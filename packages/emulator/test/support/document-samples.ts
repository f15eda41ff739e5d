import type { BUCKET_DOCUMENTS } from '../../src/operations/bucket-documents/bucket-documents.ts';
import type { Refusal } from './expect-refusal.ts';

/** What a row of the table of bucket documents is tested with. */
export interface DocumentSample {
  /** Documents as they are put, each with what is shown of it where that differs. */
  readonly put: readonly (readonly [document: string, shown?: string])[];
  /** What is shown before anything was put: a document, or a code of 404. */
  readonly absent: string;
  /** Documents that are well-formed and refused, besides those of the wrong root. */
  readonly refused: readonly (readonly [document: string, refusal: Refusal])[];
}

const MALFORMED: Refusal = [400, 'MalformedXML'];
const INVALID: Refusal = [400, 'InvalidArgument'];

const tags = (...pairs: readonly (readonly [string, string])[]): string =>
  `<Tagging><TagSet>${pairs.map(([key, value]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`).join('')}</TagSet></Tagging>`;
const cors = (...rules: readonly string[]): string => `<CORSConfiguration>${rules.join('')}</CORSConfiguration>`;
const website = (inner: string): string => `<WebsiteConfiguration>${inner}</WebsiteConfiguration>`;
const anyOrigin = '<AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod>';
const lifecycle = (...rules: readonly string[]): string =>
  `<LifecycleConfiguration>${rules.map((rule) => `<Rule>${rule}</Rule>`).join('')}</LifecycleConfiguration>`;
const rule = (id: string, prefix: string, action: string): string =>
  `<ID>${id}</ID><Prefix>${prefix}</Prefix><Status>Enabled</Status>${action}`;
const days = '<Expiration><Days>1</Days></Expiration>';

/** A sample for every row; a row without one does not compile. */
export const DOCUMENT_SAMPLES: Readonly<Record<keyof typeof BUCKET_DOCUMENTS, DocumentSample>> = {
  BucketTags: {
    put: [[tags(['k', 'v'], ['k2', ''])], [tags(['100%', 'täg &lt;&amp;&gt;'])], [tags()]],
    absent: tags(),
    refused: [
      [tags(['', 'v']), [400, 'InvalidTag']],
      [tags(['k', 'v'], ['k', 'w']), [400, 'InvalidTag']],
      [tags(['k'.repeat(129), 'v']), [400, 'InvalidTag']],
      [tags(...Array.from({ length: 21 }, (_, index) => [`k${index}`, 'v'] as const)), [400, 'InvalidTag']],
      ['<Tagging><TagSet><Tag><Value>v</Value></Tag></TagSet></Tagging>', MALFORMED],
    ],
  },
  BucketCors: {
    put: [
      [
        cors(`<CORSRule>${anyOrigin}<AllowedHeader>X-Oss-Meta-A</AllowedHeader><MaxAgeSeconds>10</MaxAgeSeconds></CORSRule>`),
        cors(
          `<CORSRule>${anyOrigin}<AllowedHeader>x-oss-meta-a</AllowedHeader><MaxAgeSeconds>10</MaxAgeSeconds></CORSRule>`,
          '<ResponseVary>false</ResponseVary>',
        ),
      ],
      [cors(`<CORSRule>${anyOrigin}<ExposeHeader>ETag</ExposeHeader></CORSRule>`, '<ResponseVary>true</ResponseVary>')],
    ],
    absent: 'NoSuchCORSConfiguration',
    refused: [
      [cors(), MALFORMED],
      [cors('<CORSRule><AllowedOrigin>*</AllowedOrigin></CORSRule>'), MALFORMED],
      [cors('<CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>PATCH</AllowedMethod></CORSRule>'), MALFORMED],
      [cors('<CORSRule><AllowedOrigin>*.*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule>'), INVALID],
      [cors(`<CORSRule>${anyOrigin}<ExposeHeader>x-*</ExposeHeader></CORSRule>`), INVALID],
    ],
  },
  BucketLifecycle: {
    put: [
      [lifecycle(rule('a', 'logs/', days), rule('b', 'tmp/', '<AbortMultipartUpload><Days>7</Days></AbortMultipartUpload>'))],
      [lifecycle(rule('a', '', '<Expiration><CreatedBeforeDate>2015-11-11T00:00:00.000Z</CreatedBeforeDate></Expiration>'))],
      [
        lifecycle(
          '<ID>all</ID><Prefix></Prefix><Status>Disabled</Status>' +
            '<Filter><ObjectSizeGreaterThan>5</ObjectSizeGreaterThan><Not><Prefix>x</Prefix><Tag><Key>k</Key><Value>v</Value></Tag></Not></Filter>' +
            '<Tag><Key>k</Key><Value>v</Value></Tag><Expiration><Date>2030-01-01T00:00:00.000Z</Date></Expiration>' +
            '<NoncurrentVersionExpiration><NoncurrentDays>3</NoncurrentDays></NoncurrentVersionExpiration>' +
            '<NoncurrentVersionTransition><NoncurrentDays>2</NoncurrentDays><StorageClass>IA</StorageClass></NoncurrentVersionTransition>',
        ),
      ],
    ],
    absent: 'NoSuchLifecycle',
    refused: [
      [lifecycle(), MALFORMED],
      [lifecycle(`<Prefix>a</Prefix><Status>Invalid</Status>${days}`), MALFORMED],
      [lifecycle(rule('a', 'a', '<Expiration><CreatedBeforeDate>soon</CreatedBeforeDate></Expiration>')), MALFORMED],
      [lifecycle(rule('a', 'a', '<Expiration><Date>2030-01-01T01:00:00.000Z</Date></Expiration>')), INVALID],
      [lifecycle(rule('a', 'a', days), rule('b', 'ab', days)), INVALID],
    ],
  },
  BucketLogging: {
    put: [
      [
        '<BucketLoggingStatus><LoggingEnabled><TargetBucket>documents</TargetBucket><TargetPrefix>p/</TargetPrefix></LoggingEnabled></BucketLoggingStatus>',
      ],
      ['<BucketLoggingStatus></BucketLoggingStatus>'],
    ],
    absent: '<BucketLoggingStatus></BucketLoggingStatus>',
    refused: [
      [
        '<BucketLoggingStatus><LoggingEnabled><TargetBucket>not-there</TargetBucket></LoggingEnabled></BucketLoggingStatus>',
        [400, 'InvalidTargetBucketForLogging'],
      ],
      [
        '<BucketLoggingStatus><LoggingEnabled><TargetBucket>NO_BUCKET</TargetBucket></LoggingEnabled></BucketLoggingStatus>',
        [400, 'InvalidTargetBucketForLogging'],
      ],
    ],
  },
  UserDefinedLogFieldsConfig: {
    put: [
      [
        '<UserDefinedLogFieldsConfiguration><HeaderSet><header>h1</header><header>h2</header></HeaderSet><ParamSet><parameter>p</parameter></ParamSet></UserDefinedLogFieldsConfiguration>',
      ],
    ],
    absent: 'NoSuchUserDefinedLogFieldsConfig',
    refused: [],
  },
  BucketReferer: {
    put: [
      [
        '<RefererConfiguration><AllowEmptyReferer>False</AllowEmptyReferer><RefererList><Referer></Referer></RefererList></RefererConfiguration>',
        '<RefererConfiguration><AllowEmptyReferer>false</AllowEmptyReferer><AllowTruncateQueryString>true</AllowTruncateQueryString><RefererList></RefererList></RefererConfiguration>',
      ],
      [
        '<RefererConfiguration><AllowEmptyReferer>true</AllowEmptyReferer><AllowTruncateQueryString>false</AllowTruncateQueryString><TruncatePath>true</TruncatePath>' +
          '<RefererList><Referer>http://a</Referer></RefererList><RefererBlacklist><Referer>http://b</Referer></RefererBlacklist></RefererConfiguration>',
      ],
    ],
    absent:
      '<RefererConfiguration><AllowEmptyReferer>true</AllowEmptyReferer><AllowTruncateQueryString>true</AllowTruncateQueryString><RefererList></RefererList></RefererConfiguration>',
    refused: [['<RefererConfiguration><RefererList/></RefererConfiguration>', MALFORMED]],
  },
  BucketWebsite: {
    put: [
      [
        website(
          '<IndexDocument><Suffix>index.html</Suffix><SupportSubDir>true</SupportSubDir><Type>0</Type></IndexDocument>' +
            '<ErrorDocument><Key>error.html</Key><HttpStatus>404</HttpStatus></ErrorDocument><RoutingRules><RoutingRule><RuleNumber>1</RuleNumber>' +
            '<Condition><KeyPrefixEquals>a/</KeyPrefixEquals></Condition><Redirect><RedirectType>Mirror</RedirectType><PassQueryString>true</PassQueryString><MirrorURL>http://o/</MirrorURL>' +
            '<MirrorPassQueryString>true</MirrorPassQueryString><MirrorFollowRedirect>false</MirrorFollowRedirect><MirrorCheckMd5>true</MirrorCheckMd5>' +
            '<MirrorHeaders><PassAll>true</PassAll><Set><Key>k</Key><Value>v</Value></Set></MirrorHeaders></Redirect></RoutingRule></RoutingRules>',
        ),
      ],
    ],
    absent: 'NoSuchWebsiteConfiguration',
    refused: [
      [website(''), MALFORMED],
      [website('<IndexDocument><Suffix></Suffix></IndexDocument>'), MALFORMED],
      [website('<ErrorDocument><Key>e</Key><HttpStatus>500</HttpStatus></ErrorDocument>'), INVALID],
    ],
  },
  BucketRequestPayment: {
    put: [['<RequestPaymentConfiguration><Payer>Requester</Payer></RequestPaymentConfiguration>']],
    absent: '<RequestPaymentConfiguration><Payer>BucketOwner</Payer></RequestPaymentConfiguration>',
    refused: [['<RequestPaymentConfiguration><Payer>Nobody</Payer></RequestPaymentConfiguration>', MALFORMED]],
  },
  BucketPublicAccessBlock: {
    put: [
      ['<PublicAccessBlockConfiguration><BlockPublicAccess>true</BlockPublicAccess></PublicAccessBlockConfiguration>'],
      [
        '<PublicAccessBlockConfiguration><BlockPublicAccess>False</BlockPublicAccess></PublicAccessBlockConfiguration>',
        '<PublicAccessBlockConfiguration><BlockPublicAccess>false</BlockPublicAccess></PublicAccessBlockConfiguration>',
      ],
    ],
    absent: '<PublicAccessBlockConfiguration><BlockPublicAccess>false</BlockPublicAccess></PublicAccessBlockConfiguration>',
    refused: [['<PublicAccessBlockConfiguration><BlockPublicAccess>maybe</BlockPublicAccess></PublicAccessBlockConfiguration>', MALFORMED]],
  },
  BucketTransferAcceleration: {
    put: [['<TransferAccelerationConfiguration><Enabled>true</Enabled></TransferAccelerationConfiguration>']],
    absent: 'NoSuchTransferAccelerationConfiguration',
    refused: [['<TransferAccelerationConfiguration></TransferAccelerationConfiguration>', MALFORMED]],
  },
  BucketHttpsConfig: {
    put: [
      [
        '<HttpsConfiguration><TLS><Enable>true</Enable><TLSVersion>TLSv1.2</TLSVersion><TLSVersion>TLSv1.3</TLSVersion></TLS>' +
          '<CipherSuite><Enable>true</Enable><StrongCipherSuite>false</StrongCipherSuite><CustomCipherSuite>C</CustomCipherSuite></CipherSuite></HttpsConfiguration>',
      ],
    ],
    absent: '<HttpsConfiguration><TLS><Enable>false</Enable></TLS></HttpsConfiguration>',
    refused: [
      ['<HttpsConfiguration><TLS><Enable>true</Enable></TLS></HttpsConfiguration>', MALFORMED],
      ['<HttpsConfiguration><TLS><Enable>true</Enable><TLSVersion>SSLv3</TLSVersion></TLS></HttpsConfiguration>', MALFORMED],
    ],
  },
  BucketArchiveDirectRead: {
    put: [['<ArchiveDirectReadConfiguration><Enabled>true</Enabled></ArchiveDirectReadConfiguration>']],
    absent: '<ArchiveDirectReadConfiguration><Enabled>false</Enabled></ArchiveDirectReadConfiguration>',
    refused: [],
  },
  BucketResourceGroup: {
    put: [
      ['<BucketResourceGroupConfiguration><ResourceGroupId>rg-aekz4abcdefghij</ResourceGroupId></BucketResourceGroupConfiguration>'],
      [
        '<BucketResourceGroupConfiguration><ResourceGroupId></ResourceGroupId></BucketResourceGroupConfiguration>',
        '<BucketResourceGroupConfiguration><ResourceGroupId>rg-default</ResourceGroupId></BucketResourceGroupConfiguration>',
      ],
    ],
    absent: '<BucketResourceGroupConfiguration><ResourceGroupId>rg-default</ResourceGroupId></BucketResourceGroupConfiguration>',
    refused: [
      [
        '<BucketResourceGroupConfiguration><ResourceGroupId>rg-not-exist</ResourceGroupId></BucketResourceGroupConfiguration>',
        [400, 'ResourceGroupIdPreCheckError', '0039-00000003'],
      ],
    ],
  },
  BucketAccessMonitor: {
    put: [['<AccessMonitorConfiguration><Status>Enabled</Status></AccessMonitorConfiguration>']],
    absent: '<AccessMonitorConfiguration><Status>Disabled</Status></AccessMonitorConfiguration>',
    refused: [['<AccessMonitorConfiguration><Status>On</Status></AccessMonitorConfiguration>', MALFORMED]],
  },
  BucketResponseHeader: {
    put: [
      [
        '<ResponseHeaderConfiguration><Rule><Name>r</Name><Filters><Operation>GetObject</Operation></Filters><HideHeaders><Header>ETag</Header></HideHeaders></Rule></ResponseHeaderConfiguration>',
      ],
    ],
    absent: 'NoSuchResponseHeaderConfiguration',
    refused: [['<ResponseHeaderConfiguration></ResponseHeaderConfiguration>', MALFORMED]],
  },
};
