#!/bin/sh
# Proves that Containerfile and docker-compose.yml, as they are, give a hub that works and keeps what it was given.
#
#   deploy/verify.sh
#
# Needs root on Debian or Ubuntu, and docker, docker-compose, debootstrap, iptables, a JDK 25, git and git-lfs. Pulls no
# image: stand-ins with the same names are made from the system's own packages and JDK, and kept in .cache/verify; delete
# that to have them made anew. PostgreSQL is then the one of this system.
#
# The Docker engine is a private one, in namespaces of its own for network, processes and mounts. Its bridge, its firewall
# rules and its containers are in there and vanish with them, even when this is killed; the machine's own stay untouched.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
bases=$root/.cache/verify
java_image=eclipse-temurin:25-jre
db_image=postgres:17-alpine

main() {
    if [ "${1:-}" = --inside ]; then
        inside "$2"
        return
    fi
    [ $# -eq 0 ] || die "this takes no arguments."
    require_tools
    began=$(date +%s)
    before=$(traces)
    work=$(mktemp -d)
    engine=
    trap 'clean' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    make_tarball
    make_bases
    # A signal goes to the process group when it is typed, and to this process alone when it is sent: hence wait.
    unshare --net --pid --mount --fork --kill-child --mount-proc "$0" --inside "$work" &
    engine=$!
    wait "$engine" || die "something above failed."
    engine=
    clean
    [ "$(traces)" = "$before" ] || die "the machine's network, firewall or control groups are not as they were."
    pass "nothing is left behind"
    printf 'All passed in %s s.\n' "$(($(date +%s) - began))"
}

# --- small things -----------------------------------------------------------------------------------------------------

say() { printf '     %s\n' "$*"; }
pass() { printf 'PASS %s\n' "$*"; }

die() {
    printf 'FAIL %s\n' "$*" >&2
    exit 1
}

# check WHAT COMMAND...: a PASS line, or the end
check() {
    what=$1
    shift
    "$@" || die "$what"
    pass "$what"
}

# within SECONDS COMMAND...: tries until it succeeds
within() {
    deadline=$(($(date +%s) + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$(date +%s)" -lt "$deadline" ] || return 1
        sleep 0.5
    done
}

require_tools() {
    [ "$(id -u)" -eq 0 ] || die "this needs root, for a Docker engine of its own."
    missing=
    for tool in docker dockerd docker-compose debootstrap iptables ip unshare curl git git-lfs sha256sum; do
        command -v "$tool" >/dev/null 2>&1 || missing="$missing $tool"
    done
    [ -z "$missing" ] || die "missing here:$missing; on Debian: apt-get install docker.io docker-compose debootstrap iptables iproute2 curl git git-lfs"
    jdk=$("$root/granary" doctor --port 0 --data "$root" | sed -n 's/^✓ Java .* in //p')
    [ -x "$jdk/bin/jlink" ] || die "no JDK 25 with jlink; set JAVA_HOME to one."
}

# What a Docker engine is known to leave behind.
traces() {
    ip -oneline link | sed -n 's/^[0-9]*: \(docker0\|br-[0-9a-f]*\)[:@].*/\1/p' | sort
    iptables-save | grep -e '^:FORWARD' -e DOCKER | sed 's/\[[0-9:]*\]//'
    find /sys/fs/cgroup -type d -name granary-verify
}

clean() {
    # The kernel ends whatever else runs in there.
    [ -z "$engine" ] || kill -KILL "$engine" 2>/dev/null || true
    [ -z "$engine" ] || wait "$engine" 2>/dev/null || true
    engine=
    # What is killed takes a moment to be gone, and only then these can be removed.
    within 15 remove_control_groups || say "some control groups called granary-verify are still there."
    rm -rf "$work"
}

# The engine leaves the one it was given for its containers.
remove_control_groups() {
    find /sys/fs/cgroup -depth -type d -path '*/granary-verify*' -exec rmdir {} \;
    [ -z "$(find /sys/fs/cgroup -type d -name granary-verify)" ]
}

# --- what the images are made from ------------------------------------------------------------------------------------

make_tarball() {
    say "making the distribution ..."
    tarball=$("$root/granary" dist) || die "'./granary dist' does not work."
    set -- "$root"/dist/granary-*.tar.gz
    [ $# -eq 1 ] || die "there are $# tarballs in dist/; keep $tarball only."
}

make_bases() {
    mkdir -p "$bases"
    [ -f "$bases/java.tar" ] || make_java_base
    [ -f "$bases/db.tar" ] || make_db_base
}

# Like the image that stands in for, it has curl, and Java in /opt/java/openjdk.
make_java_base() {
    say "making a stand-in for $java_image ..."
    system "$work/java" curl
    mkdir -p "$work/java/opt/java"
    "$jdk/bin/jlink" --output "$work/java/opt/java/openjdk" --compress zip-6 --strip-debug --no-header-files \
        --no-man-pages --generate-cds-archive --add-modules \
        java.se,jdk.unsupported,jdk.crypto.ec,jdk.incubator.vector,jdk.management,jdk.zipfs,jdk.jfr,jdk.net,jdk.httpserver \
        >"$work/jlink.log" 2>&1 || { cat "$work/jlink.log" >&2; die "jlink does not work."; }
    packed "$work/java" "$bases/java.tar"
}

make_db_base() {
    say "making a stand-in for $db_image ..."
    system "$work/db"
    # What is installed must not start, nor be seen by the machine's own processes.
    printf '#!/bin/sh\nexit 101\n' >"$work/db/usr/sbin/policy-rc.d"
    chmod +x "$work/db/usr/sbin/policy-rc.d"
    mkdir -p "$work/db/etc/postgresql-common"
    echo "create_main_cluster = false" >"$work/db/etc/postgresql-common/createcluster.conf"
    cp /etc/resolv.conf "$work/db/etc/resolv.conf"
    unshare --pid --mount --fork --kill-child --mount-proc="$work/db/proc" chroot "$work/db" \
        env DEBIAN_FRONTEND=noninteractive apt-get install --quiet --yes --no-install-recommends postgresql \
        >"$work/apt.log" 2>&1 || { tail -n 5 "$work/apt.log" >&2; die "cannot install PostgreSQL into an image."; }
    # Links, because PostgreSQL finds its files from where its programs really are.
    (cd "$work/db/usr/local/bin" && ln -s ../../lib/postgresql/*/bin/* .)
    write_db_entrypoint "$work/db/usr/local/bin/docker-entrypoint.sh"
    packed "$work/db" "$bases/db.tar"
}

# Of what the real one does this does what docker-compose.yml asks for.
write_db_entrypoint() {
    cat >"$1" <<'END'
#!/bin/sh
set -eu
if [ "$(id -u)" -eq 0 ]; then
    mkdir -p "$PGDATA"
    chown -R postgres "$PGDATA"
    chmod 0700 "$PGDATA"
    exec setpriv --reuid=postgres --regid=postgres --clear-groups "$0" "$@"
fi
if [ ! -f "$PGDATA/PG_VERSION" ]; then
    printf '%s\n' "$POSTGRES_PASSWORD" >/tmp/password
    initdb --username="$POSTGRES_USER" --pwfile=/tmp/password --auth-local=trust --auth-host=scram-sha-256 --encoding=UTF8
    rm /tmp/password
    echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
    pg_ctl -w -o "-c listen_addresses='' -k /tmp" start
    createdb --host=/tmp --username="$POSTGRES_USER" "$POSTGRES_DB"
    pg_ctl -w -m fast stop
fi
exec "$@" -c "listen_addresses=*" -k /tmp
END
    chmod +x "$1"
}

# system FOLDER [PACKAGES]: this machine's system, as small as it gets
system() {
    # shellcheck source=/dev/null
    suite=$(. /etc/os-release && printf '%s' "$VERSION_CODENAME")
    debootstrap --variant=minbase --include="ca-certificates${2:+,$2}" "$suite" "$1" >"$work/debootstrap.log" 2>&1 || {
        tail -n 5 "$work/debootstrap.log" >&2
        die "debootstrap does not work."
    }
}

packed() {
    rm -rf "$1"/var/cache/apt/archives/*.deb "$1"/var/lib/apt/lists/*
    tar -C "$1" --one-file-system --exclude=./proc/* --exclude=./sys/* -cf "$2.new" .
    mv "$2.new" "$2"
    rm -rf "$1"
}

# --- inside the namespaces --------------------------------------------------------------------------------------------

inside() {
    work=$1
    dockerd_pid=
    trap 'stop_engine' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    export HOME="$work/home" DOCKER_HOST="unix://$work/docker.sock" DOCKER_BUILDKIT=0 COMPOSE_DOCKER_CLI_BUILD=0
    unset GRANARY_PUBLISH GRANARY_PUBLIC_URL GRANARY_TRUSTED_PROXIES GRANARY_JVM_OPTIONS
    export GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0 COMPOSE_PROJECT_NAME=granary-verify
    # Through no proxy: everything is in here.
    unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY all_proxy ALL_PROXY DOCKER_CONTEXT
    mkdir -p "$HOME"
    : >"$work/env"
    cd "$root"
    start_engine
    build_images
    verify_compose
    verify_alone
    stop_engine || die "the engine did not stop."
    trap - EXIT
}

start_engine() {
    ip link set lo up
    dockerd --data-root "$work/docker" --exec-root "$work/exec" --pidfile "$work/docker.pid" --host "$DOCKER_HOST" \
        --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent /granary-verify >"$work/dockerd.log" 2>&1 &
    dockerd_pid=$!
    within 60 docker version || {
        tail -n 20 "$work/dockerd.log" >&2
        die "no Docker engine within a minute."
    }
    say "docker $(docker version --format '{{.Server.Version}}'), compose $(docker-compose version --short)"
}

# Stops what runs, then the engine, by the process that was started here.
stop_engine() {
    [ -n "$dockerd_pid" ] || return 0
    running=$(docker ps --quiet 2>/dev/null || true)
    # shellcheck disable=SC2086 # a list of ids
    [ -z "$running" ] || docker stop --time 20 $running >/dev/null 2>&1 || true
    kill "$dockerd_pid" 2>/dev/null || true
    wait "$dockerd_pid" 2>/dev/null || true
    dockerd_pid=
    # Its mounts are of this namespace; gone now, they do not stand in the way of deleting the folder.
    ! grep -q " $work/" /proc/mounts || umount -R "$work"/docker/* "$work"/exec/* 2>/dev/null || true
}

build_images() {
    docker import --change 'ENV JAVA_HOME=/opt/java/openjdk' \
        --change 'ENV PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
        "$bases/java.tar" "$java_image" >/dev/null
    docker import "$bases/db.tar" db-base >/dev/null
    docker build --quiet --tag "$db_image" - >/dev/null 2>"$work/build.log" <<'END' || { cat "$work/build.log" >&2; die "no image of a database."; }
FROM db-base
ENV PGDATA=/var/lib/postgresql/data
VOLUME /var/lib/postgresql/data
STOPSIGNAL SIGINT
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]
END
    (unset GRANARY_DATABASE_PASSWORD && compose config) >"$work/config.log" 2>&1 &&
        die "docker-compose.yml asks for no password."
    grep -q GRANARY_DATABASE_PASSWORD "$work/config.log" || {
        cat "$work/config.log" >&2
        die "docker-compose.yml does not say which password is missing."
    }
    pass "docker-compose.yml without a password says which one it wants"
    GRANARY_DATABASE_PASSWORD=$(random_hex)
    export GRANARY_DATABASE_PASSWORD
    compose build hub >"$work/build.log" 2>&1 || {
        tail -n 20 "$work/build.log" >&2
        die "the image cannot be built."
    }
    size=$(docker image inspect --format '{{.Size}}' granary)
    base=$(docker image inspect --format '{{.Size}}' "$java_image")
    pass "the image is built: $((size / 1000000)) MB, of which $((base / 1000000)) MB are its base"
    check "the image's cache for fast starts is used" \
        docker run --rm --env GRANARY_JVM_OPTIONS=-XX:AOTMode=on --entrypoint /bin/sh granary -c \
        '[ -f app/hub.aot ] && ./granary run --help >/dev/null'
    # shellcheck disable=SC2016 # for the shell in the container to expand
    check "the hub cannot change its own programs" docker run --rm --entrypoint /bin/sh granary -c \
        '[ "$(id -un)" = granary ] && [ ! -w /opt/granary/app ] && [ ! -w /opt/granary/app/hub.jar ]'
}

# Whatever a file .env says here is not what is proved.
compose() { docker-compose --env-file "$work/env" --ansi never "$@"; }

random_hex() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

verify_compose() {
    compose up --detach >"$work/up.log" 2>&1 || {
        compose logs --tail 10 >>"$work/up.log" 2>&1
        tail -n 30 "$work/up.log" >&2
        die "docker-compose.yml does not come up."
    }
    hub=$(compose ps --quiet hub)
    name="by compose"
    await_hub
    round_trip
    check "$name: the hub stops when it is told to" stops_well
    compose up --detach >>"$work/up.log" 2>&1
    await_hub
    read_again
    compose down >>"$work/up.log" 2>&1
    compose up --detach >>"$work/up.log" 2>&1
    hub=$(compose ps --quiet hub)
    name="by compose, all containers new"
    await_hub
    read_again
    copy_and_restore
    name="by compose, restored from a copy into empty volumes"
    await_hub
    read_again
    compose down --volumes >>"$work/up.log" 2>&1 || die "docker-compose does not stop."
    pass "by compose: it is taken down"
}

# As deploy/README.md says it.
copy_and_restore() {
    compose stop >>"$work/up.log" 2>&1
    volumes_tar --numeric-owner -czf - data var/lib/postgresql/data >"$work/copy.tar.gz" || die "no copy can be made."
    compose down --volumes >>"$work/up.log" 2>&1
    compose up --no-start >>"$work/up.log" 2>&1
    volumes_tar --numeric-owner -xzf - <"$work/copy.tar.gz" || die "the copy cannot be unpacked."
    compose up --detach >>"$work/up.log" 2>&1
    hub=$(compose ps --quiet hub)
}

volumes_tar() {
    docker run --rm --interactive --volumes-from "$(compose ps --all --quiet db)" \
        --volumes-from "$(compose ps --all --quiet hub)" --user 0 --entrypoint tar granary -C / "$@"
}

verify_alone() {
    docker volume create alone >/dev/null
    name="alone"
    run_alone
    await_hub
    round_trip
    check "$name: the hub stops when it is told to" stops_well
    docker rm "$hub" >/dev/null
    name="alone, another container over the same volume"
    run_alone
    await_hub
    read_again
    # More than once: the numbers that processes had before are given to others then, now these, now those.
    for round in 1 2 3; do
        docker kill --signal KILL "$hub" >/dev/null
        docker rm "$hub" >/dev/null
        name="alone, after kill $round"
        run_alone
        await_hub
        read_again
    done
    docker rm --force "$hub" >/dev/null
}

# With its own PostgreSQL, and as few rights as by compose.
run_alone() {
    hub=$(docker run --detach --publish 127.0.0.1:8080:8080 --volume alone:/data --memory 2g \
        --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges granary)
}

# --- what is asked of a hub -------------------------------------------------------------------------------------------

# The address that docker-compose.yml publishes unless told otherwise; nobody else is in this network.
url=http://127.0.0.1:8080

answers() { curl --fail --silent --max-time 5 "$url/health"; }

is_healthy() { [ "$(docker inspect --format '{{.State.Health.Status}}' "$hub")" = healthy ]; }

await_hub() {
    asked=$(date +%s)
    within 120 answers || {
        docker logs "$hub" 2>&1 | tail -n 20 >&2
        die "$name: /health does not answer within two minutes."
    }
    pass "$name: /health answers after $(($(date +%s) - asked)) s"
    check "$name: the container counts as healthy" within 40 is_healthy
    docker exec "$hub" cat /proc/1/cmdline | tr '\0' ' ' | grep -q -- '-XX:AOTCache=' ||
        die "$name: process 1 is not the hub with its cache for fast starts."
}

admin() { docker exec --interactive "$hub" granary admin "$@"; }

round_trip() {
    random_hex | admin user create alice --admin --password-stdin >/dev/null || die "$name: no account can be made."
    token=$(admin token create alice --name verify --scope write </dev/null) || die "$name: no token can be made."
    curl --fail --silent --show-error --header "Authorization: Bearer $token" --json '{"name": "model"}' \
        --output /dev/null "$url/api/repos/create" || die "$name: no repository can be made."
    from=$work/from
    rm -rf "$from"
    git init --quiet --initial-branch main "$from"
    git -C "$from" lfs install --local >/dev/null
    git -C "$from" config user.name Alice
    git -C "$from" config user.email alice@example.org
    git -C "$from" lfs track '*.safetensors' >/dev/null
    head -c 20000000 /dev/urandom >"$from/model.safetensors"
    echo "A model." >"$from/NOTES.md"
    sums=$(sums_of "$from")
    git -C "$from" add .
    git -C "$from" commit --quiet --message "Add a model"
    git -C "$from" push --quiet --force "$(git_url)" main || die "$name: git push does not work."
    pass "$name: account, token, git push with git-lfs"
    read_again
}

git_url() { printf 'http://alice:%s@%s/alice/model' "$token" "${url#http://}"; }

# By git, and by the address that programs use.
read_again() {
    to=$work/to
    rm -rf "$to"
    GIT_CONFIG_COUNT=3 GIT_CONFIG_KEY_0=filter.lfs.smudge GIT_CONFIG_VALUE_0='git-lfs smudge -- %f' \
        GIT_CONFIG_KEY_1=filter.lfs.process GIT_CONFIG_VALUE_1='git-lfs filter-process' \
        GIT_CONFIG_KEY_2=filter.lfs.required GIT_CONFIG_VALUE_2=true \
        git clone --quiet "$(git_url)" "$to" || die "$name: git clone does not work."
    [ "$(sums_of "$to")" = "$sums" ] || die "$name: a clone differs from what was pushed."
    direct=$(curl --fail --silent --location --header "Authorization: Bearer $token" \
        "$url/alice/model/resolve/main/model.safetensors" | sha256sum)
    [ "${direct%% *}" = "$(sha256sum <"$work/from/model.safetensors" | sed 's/ .*//')" ] ||
        die "$name: a download differs from what was pushed."
    admin fsck --deep </dev/null >"$work/fsck.log" 2>&1 || { cat "$work/fsck.log" >&2; die "$name: fsck finds problems."; }
    pass "$name: clone and download are equal, bit for bit; fsck --deep finds nothing"
}

sums_of() { (cd "$1" && sha256sum model.safetensors NOTES.md); }

# Without being killed at the deadline, which would be 137; a JVM that was told to stop ends with 143.
stops_well() {
    docker stop --time 30 "$hub" >/dev/null
    [ "$(docker inspect --format '{{.State.ExitCode}}' "$hub")" = 143 ]
}

main "$@"
