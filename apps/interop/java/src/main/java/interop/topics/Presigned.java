package interop.topics;

import static interop.Bodies.bytes;
import static interop.Bodies.pattern;

import com.aliyun.oss.HttpMethod;
import com.aliyun.oss.OSS;
import com.aliyun.oss.model.GeneratePresignedUrlRequest;
import com.aliyun.oss.model.ResponseHeaderOverrides;
import interop.Access;
import interop.Bodies;
import interop.Checks;
import interop.Encryption;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Presigned URLs, fetched by an HTTP client that knows nothing of OSS and by this client (protocol reference §3.2, §3.4). */
public final class Presigned {
    private static final List<String> NAMES = List.of("plain.txt", "a b+c%20d.txt", "folder/内 容.txt");
    private static final byte[] BODY = pattern(40_001);
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Presigned() {}

    public static void run(Checks checks, Access access) throws Exception {
        OSS oss = access.oss();
        access.withBucket("presigned", bucket -> {
            for (String name : NAMES) {
                for (Encryption encryption : Encryption.every(access, bucket)) putAndGet(checks, oss, bucket, name, encryption);
            }
            byItself(checks, oss, bucket);
            overrides(checks, oss, bucket);
            refusals(checks, access, bucket);
        });
    }

    private static Date inMinutes(int minutes) {
        return new Date(System.currentTimeMillis() + minutes * 60_000L);
    }

    private static HttpResponse<byte[]> fetch(String method, String url, Map<String, String> headers, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        headers.forEach(request::header);
        request.method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body));
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static HttpResponse<byte[]> get(URL url) throws IOException, InterruptedException {
        return fetch("GET", url.toString(), Map.of(), null);
    }

    /** The headers that ask for the encryption, and a Content-Type. */
    private static Map<String, String> headers(Encryption encryption) {
        Map<String, String> headers = new TreeMap<>();
        encryption.metadata().getRawMetadata().forEach((name, value) -> headers.put(name, value.toString()));
        headers.put("Content-Type", "text/x-signed");
        return headers;
    }

    private static URL put(OSS oss, String bucket, String name, Map<String, String> headers) {
        GeneratePresignedUrlRequest request = new GeneratePresignedUrlRequest(bucket, name, HttpMethod.PUT);
        request.setExpiration(inMinutes(10));
        request.setContentType(headers.get("Content-Type"));
        headers.forEach((header, value) -> {
            if (!header.equals("Content-Type")) request.addHeader(header, value);
        });
        return oss.generatePresignedUrl(request);
    }

    private static void putAndGet(Checks checks, OSS oss, String bucket, String name, Encryption encryption) throws Exception {
        String what = name + ", " + encryption;
        Map<String, String> headers = headers(encryption);
        URL put = put(oss, bucket, name, headers);
        checks.equal("put " + what, fetch("PUT", put.toString(), headers, BODY).statusCode(), 200);
        Bodies.check(checks, oss, bucket, name, "put " + what, BODY, encryption.echo());
        URL url = oss.generatePresignedUrl(bucket, name, inMinutes(10));
        HttpResponse<byte[]> got = get(url);
        List<Object> came = List.of(got.statusCode(), got.headers().firstValue("Content-Type").orElse(""), Arrays.equals(got.body(), BODY));
        checks.equal("get " + what, came, List.of(200, "text/x-signed", true));
        HttpResponse<byte[]> part = fetch("GET", url.toString(), Map.of("Range", "bytes=16380-16390"), null);
        boolean right = Arrays.equals(part.body(), Arrays.copyOfRange(BODY, 16_380, 16_391));
        checks.equal("range of " + what, List.of(part.statusCode(), right), List.of(206, true));
        if (encryption == Encryption.NONE) return;
        Map<String, String> less = Map.of("Content-Type", "text/x-signed");
        checks.equal("put " + what + " without the header that was signed", fetch("PUT", put.toString(), less, bytes("other")).statusCode(), 403);
    }

    private static void byItself(Checks checks, OSS oss, String bucket) throws Exception {
        Map<String, String> headers = headers(Encryption.SM4);
        oss.putObject(put(oss, bucket, "itself", headers), Bodies.stream(BODY), BODY.length, headers);
        Bodies.check(checks, oss, bucket, "itself", "put by this client", BODY, Encryption.SM4.echo());
        URL url = oss.generatePresignedUrl(bucket, "itself", inMinutes(10));
        try (var object = oss.getObject(url, Map.of())) {
            checks.equal("get by this client", Arrays.equals(object.getObjectContent().readAllBytes(), BODY), true);
        }
    }

    private static void overrides(Checks checks, OSS oss, String bucket) throws Exception {
        ResponseHeaderOverrides wanted = new ResponseHeaderOverrides();
        wanted.setContentType("text/x-other");
        GeneratePresignedUrlRequest request = new GeneratePresignedUrlRequest(bucket, NAMES.get(0));
        request.setExpiration(inMinutes(10));
        request.setResponseHeaders(wanted);
        String url = oss.generatePresignedUrl(request).toString();
        String type = fetch("GET", url, Map.of(), null).headers().firstValue("Content-Type").orElse("");
        checks.equal("signed override of Content-Type", type, "text/x-other");
        String changed = url.replace("x-other", "x-another");
        checks.equal("changed override", fetch("GET", changed, Map.of(), null).statusCode(), 403);
    }

    private static void refusals(Checks checks, Access access, String bucket) throws Exception {
        OSS oss = access.oss();
        String url = oss.generatePresignedUrl(bucket, NAMES.get(0), inMinutes(10)).toString();
        checks.equal("another name", fetch("GET", url.replace("plain.txt", "other.txt"), Map.of(), null).statusCode(), 403);
        checks.equal("another method", fetch("PUT", url, Map.of(), bytes("x")).statusCode(), 403);
        checks.equal("no signature", fetch("GET", url.substring(0, url.indexOf('?')), Map.of(), null).statusCode(), 403);
        String put = put(oss, bucket, "refused", Map.of()).toString();
        checks.equal("put with an encryption header that was not signed", fetch("PUT", put, headers(Encryption.AES256), BODY).statusCode(), 403);
        checks.equal("refused puts store nothing", oss.doesObjectExist(bucket, "refused"), false);
        OSS wrong = access.client(access.server().accessKeyId(), "not-the-secret", settings -> {});
        HttpResponse<byte[]> answer = get(wrong.generatePresignedUrl(bucket, NAMES.get(0), inMinutes(10)));
        boolean named = new String(answer.body()).contains("<Code>SignatureDoesNotMatch</Code>");
        checks.equal("wrong secret", List.of(answer.statusCode(), named), List.of(403, true));
        wrong.shutdown();
    }
}
