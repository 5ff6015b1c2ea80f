package granary.blob.s3;

import io.minio.MinioAsyncClient;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;

/** Connections to a server, with deadlines on everything; shared by all requests of a store. */
final class S3Http implements AutoCloseable {
    /** Requests under way; more wait for one of them to end. */
    static final int REQUESTS_MAX = 128;

    private static final int IDLE_CONNECTIONS_MAX = 32;
    private static final int IDLE_MINUTES = 1;

    private final OkHttpClient streaming;
    private final OkHttpClient bounded;

    S3Http(Patience patience) {
        var dispatcher = new Dispatcher(Executors.newVirtualThreadPerTaskExecutor());
        dispatcher.setMaxRequests(REQUESTS_MAX);
        dispatcher.setMaxRequestsPerHost(REQUESTS_MAX);
        this.streaming = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS_MAX, IDLE_MINUTES, TimeUnit.MINUTES))
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectTimeout(patience.connect())
                .readTimeout(patience.silence())
                .writeTimeout(patience.silence())
                .addInterceptor(S3Http::refuseAnswersWithoutXml)
                .build();
        this.bounded = streaming.newBuilder().callTimeout(patience.call()).build();
    }

    /** A client whose requests end within a deadline, answers included. */
    MinioAsyncClient bounded(URI server, S3Settings settings) {
        return client(bounded, server, settings);
    }

    /** A client for answers that are read at their reader's pace. */
    MinioAsyncClient streaming(URI server, S3Settings settings) {
        return client(streaming, server, settings);
    }

    private static MinioAsyncClient client(OkHttpClient http, URI server, S3Settings settings) {
        return MinioAsyncClient.builder()
                .endpoint(server.toString())
                .region(settings.region())
                .credentials(
                        settings.credentials().accessKey(),
                        settings.credentials().secretKey())
                .httpClient(http)
                .build();
    }

    /** The SDK keeps the status of such answers to itself, but whether to ask again depends on it. */
    private static Response refuseAnswersWithoutXml(Interceptor.Chain chain) throws IOException {
        Response answer = chain.proceed(chain.request());
        String type = answer.header("Content-Type", "");
        boolean explained = type != null && type.startsWith("application/xml");
        if (answer.isSuccessful() || explained || chain.request().method().equals("HEAD")) {
            return answer;
        }
        answer.close();
        throw new S3Failure(answer.code());
    }

    @Override
    public void close() {
        streaming.dispatcher().executorService().shutdown();
        streaming.connectionPool().evictAll();
    }
}
