package org.migrationrunbooks.platform.libvirt;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/**
 * The functions of libvirt's client library that we call, as its headers declare them; see {@code libvirt-domain.h},
 * {@code libvirt-host.h}, {@code libvirt-storage.h}, {@code libvirt-stream.h} and {@code virterror.h}. A negative number or a null pointer is a failure,
 * explained by {@link #virGetLastError} in the same thread.
 *
 * <p>The binding {@code org.libvirt:libvirt} is not used beside it: it hides its native pointers, so that the functions it lacks
 * (job statistics of a kept job, dirty rate, post-copy) would need a second connection, and it frees domains and connections in
 * finalizers, where freeing waits for a host that may not answer.
 */
interface Libvirt extends Library {

    int virEventRegisterDefaultImpl();

    int virEventRunDefaultImpl();

    void virSetErrorFunc(@Nullable Pointer userData, ErrorFunction handler);

    @Nullable
    Pointer virGetLastError();

    @Nullable
    Pointer virConnectOpen(String uri);

    int virConnectClose(Pointer connection);

    int virConnectSetKeepAlive(Pointer connection, int intervalSeconds, int count);

    int virConnectIsAlive(Pointer connection);

    int virConnectGetVersion(Pointer connection, LongByReference version);

    @Nullable
    Pointer virConnectGetCapabilities(Pointer connection);

    @Nullable
    Pointer virConnectGetDomainCapabilities(
            Pointer connection,
            @Nullable String emulator,
            @Nullable String architecture,
            @Nullable String machine,
            @Nullable String virtualization,
            int flags);

    int virNodeGetInfo(Pointer connection, Pointer info);

    int virConnectCompareHypervisorCPU(
            Pointer connection,
            @Nullable String emulator,
            @Nullable String architecture,
            @Nullable String machine,
            @Nullable String virtualization,
            String cpu,
            int flags);

    int virConnectListAllDomains(Pointer connection, PointerByReference domains, int flags);

    int virConnectGetAllDomainStats(Pointer connection, int statistics, PointerByReference records, int flags);

    void virDomainStatsRecordListFree(Pointer records);

    int virDomainListGetStats(Pointer domains, int statistics, PointerByReference records, int flags);

    @Nullable
    Pointer virDomainLookupByName(Pointer connection, String name);

    @Nullable
    String virDomainGetName(Pointer domain);

    int virDomainFree(Pointer domain);

    int virDomainGetState(Pointer domain, IntByReference state, IntByReference reason, int flags);

    @Nullable
    Pointer virDomainGetXMLDesc(Pointer domain, int flags);

    int virDomainIsPersistent(Pointer domain);

    int virDomainHasManagedSaveImage(Pointer domain, int flags);

    int virDomainSnapshotNum(Pointer domain, int flags);

    int virDomainSetMetadata(
            Pointer domain, int type, @Nullable String metadata, @Nullable String prefix, String uri, int flags);

    int virDomainShutdownFlags(Pointer domain, int flags);

    int virDomainDestroyFlags(Pointer domain, int flags);

    int virDomainCreateWithFlags(Pointer domain, int flags);

    int virDomainGetAutostart(Pointer domain, IntByReference autostart);

    int virDomainSetAutostart(Pointer domain, int autostart);

    int virDomainUndefineFlags(Pointer domain, int flags);

    @Nullable
    Pointer virDomainDefineXMLFlags(Pointer connection, String definition, int flags);

    int virDomainGetJobStats(
            Pointer domain, IntByReference type, PointerByReference parameters, IntByReference count, int flags);

    void virTypedParamsFree(Pointer parameters, int count);

    int virDomainAbortJob(Pointer domain);

    int virDomainMigrateToURI3(Pointer domain, String destination, Pointer parameters, int parameterCount, int flags);

    int virDomainMigrateSetMaxDowntime(Pointer domain, long milliseconds, int flags);

    int virDomainMigrateGetMaxDowntime(Pointer domain, LongByReference milliseconds, int flags);

    int virDomainMigrateStartPostCopy(Pointer domain, int flags);

    int virDomainStartDirtyRateCalc(Pointer domain, int seconds, int flags);

    int virConnectListAllStoragePools(Pointer connection, PointerByReference pools, int flags);

    @Nullable
    Pointer virStoragePoolCreateXML(Pointer connection, String definition, int flags);

    int virStoragePoolDestroy(Pointer pool);

    @Nullable
    Pointer virStoragePoolGetXMLDesc(Pointer pool, int flags);

    int virStoragePoolRefresh(Pointer pool, int flags);

    int virStoragePoolFree(Pointer pool);

    @Nullable
    Pointer virStorageVolLookupByPath(Pointer connection, String path);

    @Nullable
    Pointer virStorageVolLookupByName(Pointer pool, String name);

    @Nullable
    Pointer virStorageVolCreateXML(Pointer pool, String definition, int flags);

    int virStoragePoolListAllVolumes(Pointer pool, PointerByReference volumes, int flags);

    @Nullable
    String virStorageVolGetName(Pointer volume);

    @Nullable
    Pointer virStorageVolGetConnect(Pointer volume);

    @Nullable
    Pointer virStorageVolGetXMLDesc(Pointer volume, int flags);

    int virStorageVolDelete(Pointer volume, int flags);

    int virStorageVolDownload(Pointer volume, Pointer stream, long offset, long length, int flags);

    int virStorageVolUpload(Pointer volume, Pointer stream, long offset, long length, int flags);

    int virStorageVolGetInfo(Pointer volume, Pointer info);

    int virStorageVolFree(Pointer volume);

    @Nullable
    Pointer virStreamNew(Pointer connection, int flags);

    int virStreamRecv(Pointer stream, Pointer data, long size);

    int virStreamSend(Pointer stream, Pointer data, long size);

    int virStreamFinish(Pointer stream);

    int virStreamAbort(Pointer stream);

    int virStreamFree(Pointer stream);

    /** Called by libvirt for each error; without one it prints every error to the standard error stream. */
    interface ErrorFunction extends Callback {

        void onError(@Nullable Pointer userData, @Nullable Pointer error);
    }
}
