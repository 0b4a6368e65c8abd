<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en_US">
<context>
    <name>BookDetail</name>
    <message numerus="yes">
        <source>%n spread(s) to shoot again</source>
        <translation>
            <numerusform>%n spread to shoot again</numerusform>
            <numerusform>%n spreads to shoot again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BookRow</name>
    <message numerus="yes">
        <source>%n to shoot again</source>
        <translation>
            <numerusform>%n to shoot again</numerusform>
            <numerusform>%n to shoot again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Duplicates</name>
    <message numerus="yes">
        <source>… and %n time(s) before</source>
        <translation>
            <numerusform>… and %n time before</numerusform>
            <numerusform>… and %n times before</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message numerus="yes">
        <source>%n spread(s)</source>
        <translation>
            <numerusform>%n spread</numerusform>
            <numerusform>%n spreads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HealthPage</name>
    <message numerus="yes">
        <source>%n thing(s) to look at</source>
        <translation>
            <numerusform>%n thing to look at</numerusform>
            <numerusform>%n things to look at</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MissingList</name>
    <message numerus="yes">
        <source>%n spread(s) miss a photograph.</source>
        <translation>
            <numerusform>%n spread misses a photograph.</numerusform>
            <numerusform>%n spreads miss a photograph.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… and %n more</numerusform>
            <numerusform>… and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NightCards</name>
    <message numerus="yes">
        <source>%n attempt(s) failed.</source>
        <translation>
            <numerusform>%n attempt failed.</numerusform>
            <numerusform>%n attempts failed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) given up.</source>
        <translation>
            <numerusform>%n job given up.</numerusform>
            <numerusform>%n jobs given up.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more book(s)</source>
        <translation>
            <numerusform>%n more book</numerusform>
            <numerusform>%n more books</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) flattened,</source>
        <translation>
            <numerusform>%n page flattened,</numerusform>
            <numerusform>%n pages flattened,</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) to flatten and read</source>
        <translation>
            <numerusform>%n page to flatten and read</numerusform>
            <numerusform>%n pages to flatten and read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) to read</source>
        <translation>
            <numerusform>%n page to read</numerusform>
            <numerusform>%n pages to read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n read.</source>
        <translation>
            <numerusform>%n read.</numerusform>
            <numerusform>%n read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n spread(s) should be shot again.</source>
        <translation>
            <numerusform>%n spread should be shot again.</numerusform>
            <numerusform>%n spreads should be shot again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>About {time} with %n worker(s).</source>
        <translation>
            <numerusform>About {time} with %n worker.</numerusform>
            <numerusform>About {time} with %n workers.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PedalPage</name>
    <message numerus="yes">
        <source>✓ %n time(s)</source>
        <translation>
            <numerusform>✓ %n time</numerusform>
            <numerusform>✓ %n times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueScreen</name>
    <message numerus="yes">
        <source>%n job(s) are tried again.</source>
        <translation>
            <numerusform>%n job are tried again.</numerusform>
            <numerusform>%n jobs are tried again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message numerus="yes">
        <source>%n correction(s)</source>
        <translation>
            <numerusform>%n correction</numerusform>
            <numerusform>%n corrections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n correction(s) fit no word any more:</source>
        <translation>
            <numerusform>%n correction fits no word any more:</numerusform>
            <numerusform>%n corrections fit no word any more:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SpreadCount</name>
    <message numerus="yes">
        <source>%n spread(s)</source>
        <translation>
            <numerusform>%n spread</numerusform>
            <numerusform>%n spreads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TicketRow</name>
    <message numerus="yes">
        <source>%n spread(s)</source>
        <translation>
            <numerusform>%n spread</numerusform>
            <numerusform>%n spreads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WordDesk</name>
    <message numerus="yes">
        <source>%n word(s).</source>
        <translation>
            <numerusform>%n word.</numerusform>
            <numerusform>%n words.</numerusform>
        </translation>
    </message>
</context>
</TS>
