package granary.repo.git;

import granary.repo.NewRepository;
import granary.repo.RepoId;
import granary.repo.RepoType;
import granary.repo.RepositoryInfo;
import granary.repo.RepositoryQuery;
import granary.repo.RepositoryQuery.Viewer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.support.SqlArrayValue;

/** The table of repositories. Ids keep their case and compare without it. */
final class RepositoryTable {
    private static final String COLUMNS = "key, type, namespace, name, private, default_branch, created_at, updated_at";
    private static final int SEARCH_WORDS_MAX = 10;

    private final Database database;

    RepositoryTable(Database database) {
        this.database = database;
    }

    /** Empty when the name is taken. */
    Optional<RepositoryInfo> insert(NewRepository repository, String defaultBranch) {
        RepoId id = repository.id();
        return database.jdbc()
                .sql("""
                        insert into repository (key, type, namespace, name, private, default_branch)
                        values (?, ?, ?, ?, ?, ?)
                        on conflict (type, lower(namespace), lower(name)) do nothing returning
                        """ + COLUMNS)
                .params(
                        UUID.randomUUID(),
                        id.type().singular(),
                        id.namespace(),
                        id.name(),
                        repository.isPrivate(),
                        defaultBranch)
                .query((row, _) -> read(row))
                .optional();
    }

    Optional<RepositoryInfo> find(RepoId id) {
        return database.jdbc()
                .sql("select " + COLUMNS + " from repository where type = ? and lower(namespace) = lower(?)"
                        + " and lower(name) = lower(?)")
                .params(id.type().singular(), id.namespace(), id.name())
                .query((row, _) -> read(row))
                .optional();
    }

    Optional<RepositoryInfo> find(UUID key) {
        return database.jdbc()
                .sql("select " + COLUMNS + " from repository where key = ?")
                .param(key)
                .query((row, _) -> read(row))
                .optional();
    }

    Map<UUID, RepositoryInfo> findAll(Set<UUID> keys) {
        var found = new HashMap<UUID, RepositoryInfo>();
        if (!keys.isEmpty()) {
            database.jdbc()
                    .sql("select " + COLUMNS + " from repository where key = any(?)")
                    .param(new SqlArrayValue("uuid", keys.toArray()))
                    .query((row, _) -> read(row))
                    .list()
                    .forEach(info -> found.put(info.key(), info));
        }
        return found;
    }

    /** Refs, packs and reflog go with it. */
    void delete(UUID key) {
        database.jdbc().sql("delete from repository where key = ?").param(key).update();
    }

    void writeEvent(UUID key, String kind, String actor, RepoId id) {
        database.jdbc()
                .sql("insert into repository_event (repository, kind, actor, payload)"
                        + " values (?, ?, ?, jsonb_build_object('type', ?::text, 'id', ?::text))")
                .params(key, kind, actor, id.type().singular(), id.path())
                .update();
    }

    List<RepositoryInfo> list(RepositoryQuery query) {
        Condition condition = Condition.of(query);
        return database.jdbc()
                .sql("select " + COLUMNS + " from repository where " + condition.sql() + " order by "
                        + order(query.sort()) + " offset :offset limit :limit")
                .params(condition.params())
                .param("offset", query.offset())
                .param("limit", query.limit())
                .query((row, _) -> read(row))
                .list();
    }

    long count(RepositoryQuery query) {
        Condition condition = Condition.of(query);
        return database.jdbc()
                .sql("select count(*) from repository where " + condition.sql())
                .params(condition.params())
                .query(Long.class)
                .single();
    }

    private static String order(RepositoryQuery.Sort sort) {
        return switch (sort) {
            case UPDATED -> "updated_at desc, key";
            case CREATED -> "created_at desc, key";
            case NAME -> "lower(namespace), lower(name), key";
        };
    }

    private static RepositoryInfo read(ResultSet row) throws SQLException {
        RepoType type = RepoType.fromSingular(row.getString("type")).orElseThrow();
        return new RepositoryInfo(
                row.getObject("key", UUID.class),
                new RepoId(type, row.getString("namespace"), row.getString("name")),
                row.getBoolean("private"),
                row.getString("default_branch"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    private record Condition(String sql, Map<String, Object> params) {
        static Condition of(RepositoryQuery query) {
            List<String> all = new ArrayList<>();
            Map<String, Object> params = new LinkedHashMap<>();
            all.add(visible(query.viewer(), params));
            if (!query.types().isEmpty()) {
                all.add("type = any(:types)");
                params.put(
                        "types",
                        texts(query.types().stream().map(RepoType::singular).toArray()));
            }
            query.namespace().ifPresent(namespace -> {
                all.add(isText(namespace) ? "lower(namespace) = lower(:namespace)" : "false");
                params.put("namespace", namespace);
            });
            int words = Math.min(query.search().size(), SEARCH_WORDS_MAX);
            for (int i = 0; i < words; i++) {
                String word = query.search().get(i);
                all.add(isText(word) ? "strpos(lower(namespace || '/' || name), lower(:word" + i + ")) > 0" : "false");
                params.put("word" + i, word);
            }
            return new Condition(String.join(" and ", all), params);
        }

        /** PostgreSQL's text holds no NUL, so no name does: asking for one is answered here, not by an error there. */
        private static boolean isText(String asked) {
            return asked.indexOf('\0') < 0;
        }

        private static String visible(Viewer viewer, Map<String, Object> params) {
            return switch (viewer) {
                case Viewer.Everything() -> "true";
                case Viewer.Member(boolean includePublic, var namespaces) -> {
                    params.put(
                            "own",
                            texts(namespaces.stream()
                                    .map(name -> name.toLowerCase(Locale.ROOT))
                                    .toArray()));
                    yield includePublic
                            ? "(not private or lower(namespace) = any(:own))"
                            : "lower(namespace) = any(:own)";
                }
            };
        }

        private static SqlArrayValue texts(Object[] values) {
            return new SqlArrayValue("text", values);
        }
    }
}
