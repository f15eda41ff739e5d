package interop;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.common.auth.CredentialsProvider;
import com.aliyun.oss.common.auth.DefaultCredentialProvider;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.CreateBucketRequest;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.ListObjectsV2Result;
import com.aliyun.oss.model.ListVersionsRequest;
import com.aliyun.oss.model.OSSObjectSummary;
import com.aliyun.oss.model.OSSVersionSummary;
import com.aliyun.oss.model.VersionListing;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One way to reach the server: a signature version, an addressing style, and the client for them. */
public final class Access {
    /** What is done with a bucket while it is there. */
    public interface Use {
        void with(String bucket) throws Exception;
    }

    private static final String DOMAIN = "oss.interop.test";
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final String RUN = Integer.toHexString(ThreadLocalRandom.current().nextInt(0x100000, 0x1000000));

    private final Server server;
    private final SignVersion signature;
    private final boolean virtualHost;
    private final OSS oss;

    private Access(Server server, SignVersion signature, boolean virtualHost) {
        this.server = server;
        this.signature = signature;
        this.virtualHost = virtualHost;
        this.oss = client(settings -> {});
    }

    /** Both signatures, each in path style and with virtual hosts. */
    public static List<Access> every(Server server) {
        Hosts.add(DOMAIN);
        return List.of(
            new Access(server, SignVersion.V1, false),
            new Access(server, SignVersion.V1, true),
            new Access(server, SignVersion.V4, false),
            new Access(server, SignVersion.V4, true)
        );
    }

    public Server server() {
        return server;
    }

    public OSS oss() {
        return oss;
    }

    public SignVersion signature() {
        return signature;
    }

    /** Whether all topics are run in this way: each signature and each style has one such. */
    public boolean full() {
        return (signature == SignVersion.V4) == virtualHost;
    }

    public String style() {
        return virtualHost ? "virtual host" : "path style";
    }

    /** Another client for the same way, whose settings are changed before it is made. */
    public OSS client(Consumer<ClientBuilderConfiguration> change) {
        return client(server.accessKeyId(), server.accessKeySecret(), change);
    }

    public OSS client(String accessKeyId, String accessKeySecret, Consumer<ClientBuilderConfiguration> change) {
        return client(new DefaultCredentialProvider(accessKeyId, accessKeySecret), change);
    }

    /** A client of a user that the runner made. */
    public OSS user(String name) {
        List<String> user = Server.user(name);
        return client(user.get(1), user.get(2), settings -> {});
    }

    /** A client with the session of a role, and a token that is that session's or not. */
    public OSS session(String token) {
        List<String> session = Server.session();
        return client(new DefaultCredentialProvider(session.get(0), session.get(1), token), settings -> {});
    }

    private OSS client(CredentialsProvider credentials, Consumer<ClientBuilderConfiguration> change) {
        ClientBuilderConfiguration settings = new ClientBuilderConfiguration();
        settings.setSignatureVersion(signature);
        // An IP address in the endpoint makes this client use path style by itself.
        settings.setSLDEnabled(!virtualHost);
        change.accept(settings);
        return OSSClientBuilder.create()
            .endpoint(virtualHost ? "http://" + DOMAIN + ":" + server.port() : server.endpoint())
            .credentialsProvider(credentials)
            .clientConfiguration(settings)
            .region(server.region())
            .build();
    }

    /** Where requests about a bucket go. */
    public String urlOf(String bucket) {
        return virtualHost ? "http://" + bucket + "." + DOMAIN + ":" + server.port() + "/" : server.endpoint() + "/" + bucket;
    }

    /** A name for a bucket, which requests reach whether or not there is one. */
    public String newName(String topic) {
        String style = virtualHost ? "host" : "path";
        String name = String.join("-", "java", signature.name().toLowerCase(), style, topic, RUN, "" + NUMBERS.incrementAndGet());
        if (virtualHost) Hosts.add(name + "." + DOMAIN);
        return name;
    }

    /** A bucket that is there while it is used; afterwards it is emptied and deleted. */
    public void withBucket(String topic, Use use) throws Exception {
        String bucket = newName(topic);
        oss.createBucket(new CreateBucketRequest(bucket));
        use.with(bucket);
        emptyAndDelete(bucket);
    }

    /** A name that was asked for with the encoding type url, which this client leaves as it came. */
    public static String decoded(String name) {
        return URLDecoder.decode(name, StandardCharsets.UTF_8);
    }

    /** Removes all versions and delete markers for good. */
    public void deleteVersions(String bucket) {
        VersionListing page;
        do {
            page = oss.listVersions(new ListVersionsRequest(bucket, null, null, null, null, 1000).withEncodingType("url"));
            for (OSSVersionSummary entry : page.getVersionSummaries()) oss.deleteVersion(bucket, entry.getKey(), entry.getVersionId());
        } while (page.isTruncated());
    }

    public void emptyAndDelete(String bucket) {
        ListObjectsV2Result page;
        do {
            page = oss.listObjectsV2(new ListObjectsV2Request(bucket).withMaxKeys(1000).withEncodingType("url"));
            for (OSSObjectSummary entry : page.getObjectSummaries()) oss.deleteObject(bucket, decoded(entry.getKey()));
        } while (page.isTruncated());
        oss.deleteBucket(bucket);
    }
}
