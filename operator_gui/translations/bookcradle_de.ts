<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en_US">
<context>
    <name>AtTheCradle</name>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Open “{title}” at spread {position}: it is shot again.</source>
        <translation>„{title}“ bei Doppelseite {position} aufschlagen: Sie wird neu aufgenommen.</translation>
    </message>
    <message>
        <source>Spread {position} is deleted.</source>
        <translation>Doppelseite {position} ist gelöscht.</translation>
    </message>
    <message>
        <source>Take up again</source>
        <translation>Wieder aufnehmen</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>Es gibt nichts rückgängig zu machen.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>“{other}” is on the cradle. Put it away first, then shoot “{title}” again.</source>
        <translation>„{other}“ liegt auf der Buchwiege. Erst weglegen, dann „{title}“ neu aufnehmen.</translation>
    </message>
    <message>
        <source>“{title}” is finished.</source>
        <translation>„{title}“ ist abgeschlossen.</translation>
    </message>
    <message>
        <source>“{title}” is on the cradle.</source>
        <translation>„{title}“ liegt auf der Buchwiege.</translation>
    </message>
    <message>
        <source>“{title}” is put away, unfinished.</source>
        <translation>„{title}“ ist unfertig weggelegt.</translation>
    </message>
</context>
<context>
    <name>AwakeWithABook</name>
    <message>
        <source>A book is being scanned.</source>
        <translation>Ein Buch wird aufgenommen.</translation>
    </message>
    <message>
        <source>Nothing on this computer lets the screen be kept on. Switch its screen saver off yourself.</source>
        <translation>Auf diesem Rechner lässt sich der Bildschirm nicht wachhalten. Schalten Sie den Bildschirmschoner selbst ab.</translation>
    </message>
</context>
<context>
    <name>Bindings</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>keine Taste</translation>
    </message>
    <message>
        <source>{keys} (always)</source>
        <translation>{keys} (immer)</translation>
    </message>
</context>
<context>
    <name>BookDetail</name>
    <message numerus="yes">
        <source>%n spread(s) to shoot again</source>
        <translation>
            <numerusform>%n Doppelseite neu aufzunehmen</numerusform>
            <numerusform>%n Doppelseiten neu aufzunehmen</numerusform>
        </translation>
    </message>
    <message>
        <source>Barcode</source>
        <translation>Strichcode</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>Kalibrierung</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Abschließen</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Abgeschlossen</translation>
    </message>
    <message>
        <source>Flagged spreads</source>
        <translation>Beanstandete Doppelseiten</translation>
    </message>
    <message>
        <source>Given up in the queue</source>
        <translation>In der Warteschlange aufgegeben</translation>
    </message>
    <message>
        <source>Go to the cradle</source>
        <translation>Zur Buchwiege</translation>
    </message>
    <message>
        <source>ISBN</source>
        <translation>ISBN</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Last photographed</source>
        <translation>Zuletzt aufgenommen</translation>
    </message>
    <message>
        <source>Look at the pages</source>
        <translation>Seiten ansehen</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>Bediener</translation>
    </message>
    <message>
        <source>Pages made</source>
        <translation>Seiten aufbereitet</translation>
    </message>
    <message>
        <source>Pages per hour</source>
        <translation>Seiten je Stunde</translation>
    </message>
    <message>
        <source>Pages read</source>
        <translation>Seiten gelesen</translation>
    </message>
    <message>
        <source>Photographs</source>
        <translation>Aufnahmen</translation>
    </message>
    <message>
        <source>Progress of the book</source>
        <translation>Fortschritt des Buchs</translation>
    </message>
    <message>
        <source>Put away</source>
        <translation>Weglegen</translation>
    </message>
    <message>
        <source>Shelf</source>
        <translation>Standort</translation>
    </message>
    <message>
        <source>Take up again</source>
        <translation>Wieder aufnehmen</translation>
    </message>
    <message>
        <source>Time at work</source>
        <translation>Arbeitszeit</translation>
    </message>
    <message>
        <source>Waiting in the queue</source>
        <translation>In der Warteschlange</translation>
    </message>
</context>
<context>
    <name>BookRow</name>
    <message numerus="yes">
        <source>%n to shoot again</source>
        <translation>
            <numerusform>%n neu aufzunehmen</numerusform>
            <numerusform>%n neu aufzunehmen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Books</name>
    <message>
        <source>You have begun to scan this on {day}; it is not finished.</source>
        <translation>Sie haben am {day} damit begonnen; es ist nicht fertig.</translation>
    </message>
    <message>
        <source>You have scanned this on {day}.</source>
        <translation>Sie haben es am {day} aufgenommen.</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>abgeschlossen</translation>
    </message>
    <message>
        <source>it could not be read: {reason}</source>
        <translation>nicht lesbar: {reason}</translation>
    </message>
    <message>
        <source>left page</source>
        <translation>linke Seite</translation>
    </message>
    <message>
        <source>no page could be made of it: {reason}</source>
        <translation>Seite nicht aufzubereiten: {reason}</translation>
    </message>
    <message>
        <source>on the cradle</source>
        <translation>auf der Buchwiege</translation>
    </message>
    <message>
        <source>put away</source>
        <translation>weggelegt</translation>
    </message>
    <message>
        <source>right page</source>
        <translation>rechte Seite</translation>
    </message>
    <message>
        <source>text read with {value} confidence, at least {limit} is wanted</source>
        <translation>Text mit {value} Sicherheit gelesen, verlangt sind {limit}</translation>
    </message>
    <message>
        <source>text that cannot be read</source>
        <translation>unlesbarer Text</translation>
    </message>
    <message>
        <source>the photograph</source>
        <translation>die Aufnahme</translation>
    </message>
    <message>
        <source>unfinished</source>
        <translation>unfertig</translation>
    </message>
    <message>
        <source>{done} of about {expected} spreads</source>
        <translation>{done} von etwa {expected} Doppelseiten</translation>
    </message>
    <message>
        <source>{value} of the text reads as junk, at most {limit} is allowed</source>
        <translation>{value} des Textes sind unsinnig, erlaubt sind {limit}</translation>
    </message>
</context>
<context>
    <name>BooksPane</name>
    <message>
        <source>A preview of “{title}” is being made.</source>
        <translation>Eine Vorschau von „{title}“ wird gemacht.</translation>
    </message>
    <message>
        <source>Books</source>
        <translation>Bücher</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>The copy of “{title}” is read once more; then its originals here are removed.</source>
        <translation>Die Kopie von „{title}“ wird noch einmal gelesen; dann werden die Originale hier entfernt.</translation>
    </message>
    <message>
        <source>The originals of “{title}” are being brought back.</source>
        <translation>Die Originale von „{title}“ werden zurückgeholt.</translation>
    </message>
    <message>
        <source>The preview is there, but no program that shows PDF files was found: {path}</source>
        <translation>Die Vorschau ist da, aber es gibt hier kein Programm, das PDF-Dateien zeigt: {path}</translation>
    </message>
    <message>
        <source>The preview is there.</source>
        <translation>Die Vorschau ist da.</translation>
    </message>
    <message>
        <source>There are no books yet. Begin one on the books screen.</source>
        <translation>Es gibt noch keine Bücher. Beginnen Sie eines unter Bücher.</translation>
    </message>
    <message>
        <source>“{title}” is being copied.</source>
        <translation>„{title}“ wird kopiert.</translation>
    </message>
</context>
<context>
    <name>BooksScreen</name>
    <message>
        <source>Books</source>
        <translation>Bücher</translation>
    </message>
    <message>
        <source>Books and re-shoot list</source>
        <translation>Bücher und Neuaufnahmen</translation>
    </message>
    <message>
        <source>Continue the chosen book</source>
        <translation>Gewähltes Buch fortsetzen</translation>
    </message>
    <message>
        <source>Finish the book on the cradle</source>
        <translation>Aufliegendes Buch abschließen</translation>
    </message>
    <message>
        <source>Go to the list of books</source>
        <translation>Zur Bücherliste</translation>
    </message>
    <message>
        <source>Go to the re-shoot list</source>
        <translation>Zu den Neuaufnahmen</translation>
    </message>
    <message>
        <source>Keep the spread as it is</source>
        <translation>Doppelseite so lassen</translation>
    </message>
    <message>
        <source>Look at the pages of the chosen book</source>
        <translation>Seiten des gewählten Buchs ansehen</translation>
    </message>
    <message>
        <source>New book</source>
        <translation>Neues Buch</translation>
    </message>
    <message>
        <source>Put the book away unfinished</source>
        <translation>Buch unfertig weglegen</translation>
    </message>
    <message>
        <source>Search the books</source>
        <translation>Bücher durchsuchen</translation>
    </message>
    <message>
        <source>Take back what was done last</source>
        <translation>Das Letzte zurücknehmen</translation>
    </message>
    <message>
        <source>There is no book on the cradle that could be finished.</source>
        <translation>Auf der Buchwiege liegt kein Buch, das abzuschließen wäre.</translation>
    </message>
    <message>
        <source>There is no book on the cradle.</source>
        <translation>Auf der Buchwiege liegt kein Buch.</translation>
    </message>
    <message>
        <source>To shoot again</source>
        <translation>Neu aufzunehmen</translation>
    </message>
</context>
<context>
    <name>CameraCard</name>
    <message>
        <source>Both pages</source>
        <translation>Beide Seiten</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Suche läuft…</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>Kein Bild</translation>
    </message>
    <message>
        <source>No serial</source>
        <translation>Ohne Seriennummer</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>Serial {serial}</source>
        <translation>Seriennummer {serial}</translation>
    </message>
    <message>
        <source>What this camera sees</source>
        <translation>Was diese Kamera sieht</translation>
    </message>
</context>
<context>
    <name>CamerasPage</name>
    <message>
        <source>A camera does not answer</source>
        <translation>Eine Kamera antwortet nicht</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>Kameras</translation>
    </message>
    <message>
        <source>Each body by its own serial number, not by its plug.</source>
        <translation>Jedes Gehäuse nach seiner Seriennummer, nicht nach dem Stecker.</translation>
    </message>
    <message>
        <source>Give each camera a side</source>
        <translation>Jeder Kamera eine Seite geben</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Neu suchen</translation>
    </message>
    <message>
        <source>Looking for cameras…</source>
        <translation>Kameras werden gesucht…</translation>
    </message>
    <message>
        <source>No camera answers. Switch the cameras on and plug in their USB cables.</source>
        <translation>Keine Kamera antwortet. Schalten Sie die Kameras ein und stecken Sie die USB-Kabel an.</translation>
    </message>
    <message>
        <source>Opening the cameras…</source>
        <translation>Kameras werden geöffnet…</translation>
    </message>
    <message>
        <source>Swap left and right</source>
        <translation>Links und rechts tauschen</translation>
    </message>
    <message>
        <source>Use these sides</source>
        <translation>Seiten übernehmen</translation>
    </message>
    <message>
        <source>both pages</source>
        <translation>beide Seiten</translation>
    </message>
    <message>
        <source>left</source>
        <translation>links</translation>
    </message>
    <message>
        <source>right</source>
        <translation>rechts</translation>
    </message>
</context>
<context>
    <name>CaptureControl</name>
    <message>
        <source>Note on spread %1 kept.</source>
        <translation>Notiz zu Doppelseite %1 gespeichert.</translation>
    </message>
    <message>
        <source>Spread %1 deleted.</source>
        <translation>Doppelseite %1 gelöscht.</translation>
    </message>
    <message>
        <source>Spread %1: %2.</source>
        <translation>Doppelseite %1: %2.</translation>
    </message>
    <message>
        <source>Taken back: %1</source>
        <translation>Zurückgenommen: %1</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>Es gibt nichts rückgängig zu machen.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>pages</source>
        <translation>Seiten</translation>
    </message>
</context>
<context>
    <name>CaptureDoing</name>
    <message>
        <source>Nothing is latched, so there is nothing to release.</source>
        <translation>Nichts ist verriegelt, also gibt es nichts freizugeben.</translation>
    </message>
    <message>
        <source>Select the spread first, with the arrow keys.</source>
        <translation>Wählen Sie erst die Doppelseite mit den Pfeiltasten.</translation>
    </message>
    <message>
        <source>This book has no spread yet.</source>
        <translation>Dieses Buch hat noch keine Doppelseite.</translation>
    </message>
</context>
<context>
    <name>CaptureKeys</name>
    <message>
        <source>Back to the live views</source>
        <translation>Zurück zum Livebild</translation>
    </message>
    <message>
        <source>Delete the spread</source>
        <translation>Doppelseite löschen</translation>
    </message>
    <message>
        <source>End of the book</source>
        <translation>Ende des Buchs</translation>
    </message>
    <message>
        <source>First spread</source>
        <translation>Erste Doppelseite</translation>
    </message>
    <message>
        <source>Focus peaking on and off</source>
        <translation>Schärfekanten ein und aus</translation>
    </message>
    <message>
        <source>Go on at the end</source>
        <translation>Am Ende weitermachen</translation>
    </message>
    <message>
        <source>Go to the books</source>
        <translation>Zu den Büchern</translation>
    </message>
    <message>
        <source>Grid on and off</source>
        <translation>Gitter ein und aus</translation>
    </message>
    <message>
        <source>Insert before the spread</source>
        <translation>Vor der Doppelseite einfügen</translation>
    </message>
    <message>
        <source>It was turned</source>
        <translation>Es wurde umgeblättert</translation>
    </message>
    <message>
        <source>Keep as it is</source>
        <translation>So lassen</translation>
    </message>
    <message>
        <source>Last spread laid over, on and off</source>
        <translation>Letzte Doppelseite überlagern, ein und aus</translation>
    </message>
    <message>
        <source>Loupe 1:1 on and off</source>
        <translation>Lupe 1:1 ein und aus</translation>
    </message>
    <message>
        <source>Loupe down</source>
        <translation>Lupe nach unten</translation>
    </message>
    <message>
        <source>Loupe to the left</source>
        <translation>Lupe nach links</translation>
    </message>
    <message>
        <source>Loupe to the right</source>
        <translation>Lupe nach rechts</translation>
    </message>
    <message>
        <source>Loupe up</source>
        <translation>Lupe nach oben</translation>
    </message>
    <message>
        <source>Margins on and off</source>
        <translation>Ränder ein und aus</translation>
    </message>
    <message>
        <source>Neither</source>
        <translation>Keins von beiden</translation>
    </message>
    <message>
        <source>Not turned</source>
        <translation>Nicht umgeblättert</translation>
    </message>
    <message>
        <source>Note on the spread</source>
        <translation>Notiz zur Doppelseite</translation>
    </message>
    <message>
        <source>Page box on and off</source>
        <translation>Seitenrahmen ein und aus</translation>
    </message>
    <message>
        <source>Pause, go on</source>
        <translation>Pause, weiter</translation>
    </message>
    <message>
        <source>Put the comparison away</source>
        <translation>Vergleich schließen</translation>
    </message>
    <message>
        <source>Release the cradle…</source>
        <translation>Buchwiege freigeben …</translation>
    </message>
    <message>
        <source>See the spread large</source>
        <translation>Doppelseite groß zeigen</translation>
    </message>
    <message>
        <source>Shoot</source>
        <translation>Auslösen</translation>
    </message>
    <message>
        <source>Shoot the spread again</source>
        <translation>Doppelseite neu aufnehmen</translation>
    </message>
    <message>
        <source>Spread after</source>
        <translation>Nächste Doppelseite</translation>
    </message>
    <message>
        <source>Spread before</source>
        <translation>Vorige Doppelseite</translation>
    </message>
    <message>
        <source>Ten spreads back</source>
        <translation>Zehn Doppelseiten zurück</translation>
    </message>
    <message>
        <source>Ten spreads on</source>
        <translation>Zehn Doppelseiten weiter</translation>
    </message>
    <message>
        <source>This is: %1</source>
        <translation>Das ist: %1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Zebra on and off</source>
        <translation>Zebra ein und aus</translation>
    </message>
    <message>
        <source>blank</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>cover</source>
        <translation>Einband</translation>
    </message>
    <message>
        <source>foldout</source>
        <translation>Ausklappseite</translation>
    </message>
    <message>
        <source>title page</source>
        <translation>Titelseite</translation>
    </message>
</context>
<context>
    <name>CaptureScreen</name>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Insert before it</source>
        <translation>Davor einfügen</translation>
    </message>
    <message>
        <source>Insert nothing</source>
        <translation>Nichts einfügen</translation>
    </message>
    <message>
        <source>Shoot it again</source>
        <translation>Neu aufnehmen</translation>
    </message>
</context>
<context>
    <name>Clearing</name>
    <message>
        <source>It clears by itself as soon as the camera answers.</source>
        <translation>Erledigt sich von selbst, sobald die Kamera antwortet.</translation>
    </message>
    <message>
        <source>It clears by itself as soon as the cradle&apos;s controller answers.</source>
        <translation>Erledigt sich von selbst, sobald die Steuerung der Buchwiege antwortet.</translation>
    </message>
    <message>
        <source>It clears by itself when the camera has a charged battery.</source>
        <translation>Erledigt sich von selbst, wenn die Kamera einen geladenen Akku hat.</translation>
    </message>
    <message>
        <source>It clears by itself when the camera&apos;s clock is right.</source>
        <translation>Erledigt sich von selbst, wenn die Uhr der Kamera richtig geht.</translation>
    </message>
    <message>
        <source>It clears by itself when the lid is closed.</source>
        <translation>Erledigt sich von selbst, wenn der Deckel geschlossen ist.</translation>
    </message>
    <message>
        <source>It clears by itself when the platen is up.</source>
        <translation>Erledigt sich von selbst, wenn die Glasplatte oben ist.</translation>
    </message>
    <message>
        <source>It clears by itself when there is room on the disk.</source>
        <translation>Erledigt sich von selbst, wenn auf der Platte Platz ist.</translation>
    </message>
    <message>
        <source>It clears when somebody has looked at the book and said whether the leaf was turned.</source>
        <translation>Erledigt, wenn jemand nach dem Buch gesehen und gesagt hat, ob umgeblättert wurde.</translation>
    </message>
    <message>
        <source>It clears when somebody has looked at the cradle and released it.</source>
        <translation>Erledigt, wenn jemand nach der Buchwiege gesehen und sie freigegeben hat.</translation>
    </message>
    <message>
        <source>It clears when the settings are corrected and the daemon is started again.</source>
        <translation>Erledigt, wenn die Einstellungen berichtigt sind und der Dienst neu gestartet ist.</translation>
    </message>
    <message>
        <source>It clears when the spread is shot again, or kept as it is.</source>
        <translation>Erledigt, wenn die Doppelseite neu aufgenommen ist oder so bleiben soll.</translation>
    </message>
    <message>
        <source>It clears with the next spread.</source>
        <translation>Erledigt sich mit der nächsten Doppelseite.</translation>
    </message>
</context>
<context>
    <name>ControllerPage</name>
    <message>
        <source>Answers; firmware {version}</source>
        <translation>Antwortet; Firmware {version}</translation>
    </message>
    <message>
        <source>Connected; firmware {version}</source>
        <translation>Verbunden; Firmware {version}</translation>
    </message>
    <message>
        <source>Controller</source>
        <translation>Steuerung</translation>
    </message>
    <message>
        <source>Find the controller</source>
        <translation>Steuerung finden</translation>
    </message>
    <message>
        <source>It answers</source>
        <translation>Sie antwortet</translation>
    </message>
    <message>
        <source>It moves the platen and the page turner. Looking moves nothing.</source>
        <translation>Sie bewegt Glasplatte und Blattwender. Beim Suchen bewegt sich nichts.</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Neu suchen</translation>
    </message>
    <message>
        <source>Looking for controllers…</source>
        <translation>Steuerungen werden gesucht…</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Keine Antwort</translation>
    </message>
    <message>
        <source>No controller</source>
        <translation>Keine Steuerung</translation>
    </message>
    <message>
        <source>No controller answers. Check its USB cable and its power.</source>
        <translation>Keine Steuerung antwortet. Prüfen Sie USB-Kabel und Stromversorgung.</translation>
    </message>
    <message>
        <source>None: the platen is lifted by hand</source>
        <translation>Keine: Die Glasplatte wird von Hand gehoben</translation>
    </message>
    <message>
        <source>Opening the controller…</source>
        <translation>Steuerung wird geöffnet…</translation>
    </message>
    <message>
        <source>Platen and leaf are moved by hand.</source>
        <translation>Glasplatte und Blatt werden von Hand bewegt.</translation>
    </message>
    <message>
        <source>Use this one</source>
        <translation>Diese nehmen</translation>
    </message>
</context>
<context>
    <name>Detail</name>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>No page has been made of this photograph yet. The night does it.</source>
        <translation>Aus dieser Aufnahme ist noch keine Seite gemacht. Das geschieht in der Nacht.</translation>
    </message>
    <message>
        <source>Older version</source>
        <translation>Ältere Fassung</translation>
    </message>
    <message>
        <source>Older version {old} on the left, version {new} on the right.</source>
        <translation>Links die ältere Fassung {old}, rechts Fassung {new}.</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>There is no photograph of this spread. Shoot it again, or delete it.</source>
        <translation>Von dieser Doppelseite gibt es keine Aufnahme. Neu aufnehmen oder löschen.</translation>
    </message>
    <message>
        <source>This page was shot once: there is no older version.</source>
        <translation>Diese Seite wurde einmal aufgenommen: Es gibt keine ältere Fassung.</translation>
    </message>
</context>
<context>
    <name>DetailBar</name>
    <message>
        <source>All spreads</source>
        <translation>Alle Doppelseiten</translation>
    </message>
    <message>
        <source>Before / after</source>
        <translation>Vorher / nachher</translation>
    </message>
    <message>
        <source>Older version</source>
        <translation>Ältere Fassung</translation>
    </message>
    <message>
        <source>Page: {side}</source>
        <translation>Seite: {side}</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>{title} · spread {position} of {of}</source>
        <translation>{title} · Doppelseite {position} von {of}</translation>
    </message>
</context>
<context>
    <name>Duplicates</name>
    <message>
        <source>Continue that one</source>
        <translation>Jenes fortsetzen</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Zeigen</translation>
    </message>
    <message numerus="yes">
        <source>… and %n time(s) before</source>
        <translation>
            <numerusform>… und %n-mal davor</numerusform>
            <numerusform>… und %n-mal davor</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FaultCard</name>
    <message>
        <source>since {time}</source>
        <translation>seit {time}</translation>
    </message>
</context>
<context>
    <name>Faults</name>
    <message>
        <source>Book</source>
        <translation>Buch</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Fault</source>
        <translation>Störung</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Auftrag</translation>
    </message>
    <message>
        <source>Night</source>
        <translation>Nacht</translation>
    </message>
    <message>
        <source>Press refused</source>
        <translation>Auslösen abgewiesen</translation>
    </message>
    <message>
        <source>Red spread</source>
        <translation>Rote Doppelseite</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Halt</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>cleared {time}</source>
        <translation>erledigt {time}</translation>
    </message>
    <message>
        <source>cradle</source>
        <translation>Buchwiege</translation>
    </message>
    <message>
        <source>disk</source>
        <translation>Platte</translation>
    </message>
    <message>
        <source>still</source>
        <translation>noch immer</translation>
    </message>
</context>
<context>
    <name>FaultsScreen</name>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Filter the history</source>
        <translation>Verlauf filtern</translation>
    </message>
    <message>
        <source>Keep the spread as it is</source>
        <translation>Doppelseite so lassen</translation>
    </message>
    <message>
        <source>Nothing is latched, so there is nothing to release.</source>
        <translation>Nichts ist verriegelt, also gibt es nichts freizugeben.</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Release the cradle</source>
        <translation>Buchwiege freigeben</translation>
    </message>
    <message>
        <source>Release…</source>
        <translation>Freigeben…</translation>
    </message>
    <message>
        <source>Scroll down</source>
        <translation>Nach unten rollen</translation>
    </message>
    <message>
        <source>Scroll up</source>
        <translation>Nach oben rollen</translation>
    </message>
    <message>
        <source>The leaf was not turned</source>
        <translation>Das Blatt wurde nicht umgeblättert</translation>
    </message>
    <message>
        <source>The leaf was turned</source>
        <translation>Das Blatt wurde umgeblättert</translation>
    </message>
    <message>
        <source>The report is in the clipboard. It names no person and holds no secret.</source>
        <translation>Der Bericht liegt in der Zwischenablage. Er nennt keine Person und enthält nichts Geheimes.</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>Done in the last hour</source>
        <translation>In der letzten Stunde erledigt</translation>
    </message>
    <message>
        <source>Empty in about</source>
        <translation>Leer in etwa</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Given up</source>
        <translation>Aufgegeben</translation>
    </message>
    <message>
        <source>Pause the queue</source>
        <translation>Warteschlange anhalten</translation>
    </message>
    <message>
        <source>Resume the queue</source>
        <translation>Warteschlange fortsetzen</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>‖ {what} is paused by {who} since {at}. Jobs in hand are ended, no other is begun.</source>
        <translation>‖ {what}: angehalten von {who} seit {at}. Laufende Aufträge werden beendet, keine neuen begonnen.</translation>
    </message>
</context>
<context>
    <name>Filmstrip</name>
    <message>
        <source>No spread yet</source>
        <translation>Noch keine Doppelseite</translation>
    </message>
    <message>
        <source>Spread %1</source>
        <translation>Doppelseite %1</translation>
    </message>
    <message>
        <source>Spreads of this book</source>
        <translation>Doppelseiten dieses Buchs</translation>
    </message>
    <message>
        <source>The spreads of the book appear here.</source>
        <translation>Hier erscheinen die Doppelseiten des Buchs.</translation>
    </message>
    <message>
        <source>blank</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>cover</source>
        <translation>Einband</translation>
    </message>
    <message>
        <source>flagged amber</source>
        <translation>gelb beanstandet</translation>
    </message>
    <message>
        <source>flagged red</source>
        <translation>rot beanstandet</translation>
    </message>
    <message>
        <source>foldout</source>
        <translation>Ausklappseite</translation>
    </message>
    <message>
        <source>incomplete</source>
        <translation>unvollständig</translation>
    </message>
    <message>
        <source>pages %1</source>
        <translation>Seiten %1</translation>
    </message>
    <message>
        <source>spine</source>
        <translation>Buchrücken</translation>
    </message>
    <message>
        <source>target</source>
        <translation>Testtafel</translation>
    </message>
    <message>
        <source>test</source>
        <translation>Probe</translation>
    </message>
    <message>
        <source>title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>Fassung %1</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message numerus="yes">
        <source>%n spread(s)</source>
        <translation>
            <numerusform>%n Doppelseite</numerusform>
            <numerusform>%n Doppelseiten</numerusform>
        </translation>
    </message>
    <message>
        <source>All spreads</source>
        <translation>Alle Doppelseiten</translation>
    </message>
    <message>
        <source>Blank pages</source>
        <translation>Leere Seiten</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Wird gezählt…</translation>
    </message>
    <message>
        <source>Flag: {check}</source>
        <translation>Beanstandet: {check}</translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation>Beanstandet</translation>
    </message>
    <message>
        <source>Of which book</source>
        <translation>Aus welchem Buch</translation>
    </message>
    <message>
        <source>Red flags</source>
        <translation>Rot beanstandet</translation>
    </message>
    <message>
        <source>Text below {percent} %</source>
        <translation>Text unter {percent} %</translation>
    </message>
    <message>
        <source>Which spreads</source>
        <translation>Welche Doppelseiten</translation>
    </message>
    <message>
        <source>Whole library</source>
        <translation>Ganze Bibliothek</translation>
    </message>
    <message>
        <source>Yellow flags</source>
        <translation>Gelb beanstandet</translation>
    </message>
</context>
<context>
    <name>FindingWords</name>
    <message>
        <source>%1 too far left</source>
        <translation>%1 zu weit links</translation>
    </message>
    <message>
        <source>%1 too far right</source>
        <translation>%1 zu weit rechts</translation>
    </message>
    <message>
        <source>%1 too high</source>
        <translation>%1 zu hoch</translation>
    </message>
    <message>
        <source>%1 too low</source>
        <translation>%1 zu tief</translation>
    </message>
    <message>
        <source>Close to the edge %1</source>
        <translation>Knapp am Rand %1</translation>
    </message>
    <message>
        <source>Cut off %1</source>
        <translation>Abgeschnitten %1</translation>
    </message>
    <message>
        <source>No page in view</source>
        <translation>Keine Seite im Bild</translation>
    </message>
    <message>
        <source>Something is in the way</source>
        <translation>Etwas ist im Weg</translation>
    </message>
    <message>
        <source>Spine %1 off</source>
        <translation>Falz %1 daneben</translation>
    </message>
    <message>
        <source>Turned by %1</source>
        <translation>Um %1 verdreht</translation>
    </message>
    <message>
        <source>at the bottom</source>
        <translation>unten</translation>
    </message>
    <message>
        <source>at the top</source>
        <translation>oben</translation>
    </message>
    <message>
        <source>on the left</source>
        <translation>links</translation>
    </message>
    <message>
        <source>on the right</source>
        <translation>rechts</translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message>
        <source>Edge slope {value}/px; this book&apos;s baseline is still being learned.</source>
        <translation>Kantensteilheit {value}/px; was in diesem Buch üblich ist, wird noch gelernt.</translation>
    </message>
    <message>
        <source>Edges are {share} as steep as on this book&apos;s accepted pages.</source>
        <translation>Die Kanten sind {share} so steil wie auf den guten Seiten dieses Buchs.</translation>
    </message>
    <message>
        <source>Fewer than {count} edge pixels: too little print to judge sharpness.</source>
        <translation>Weniger als {count} Kantenpixel: zu wenig Druck, um die Schärfe zu beurteilen.</translation>
    </message>
    <message>
        <source>It is being photographed.</source>
        <translation>Sie wird gerade aufgenommen.</translation>
    </message>
    <message>
        <source>No paper in view to judge by.</source>
        <translation>Kein Papier im Bild, das sich beurteilen ließe.</translation>
    </message>
    <message>
        <source>No paper stands out from the cradle.</source>
        <translation>Kein Papier hebt sich von der Buchwiege ab.</translation>
    </message>
    <message>
        <source>No picture came from this side.</source>
        <translation>Von dieser Seite kam kein Bild.</translation>
    </message>
    <message>
        <source>Only {count} keypoints (of {needed} needed): too empty to recognise.</source>
        <translation>Nur {count} Merkmale (nötig sind {needed}): zu leer zum Wiedererkennen.</translation>
    </message>
    <message>
        <source>Paper at L* {value}; this book&apos;s baseline is still being learned.</source>
        <translation>Papier bei L* {value}; was in diesem Buch üblich ist, wird noch gelernt.</translation>
    </message>
    <message>
        <source>Shares {count} keypoints with one of the last two {side} pages: the leaf was probably not turned.</source>
        <translation>{count} Merkmale wie auf einer der beiden letzten Seiten ({side}): Das Blatt wurde wohl nicht gewendet.</translation>
    </message>
    <message>
        <source>Shares {count} keypoints with the last two {side} pages: another page.</source>
        <translation>{count} Merkmale wie auf den beiden letzten Seiten ({side}): eine andere Seite.</translation>
    </message>
    <message>
        <source>The inspection process did not answer ({detail}); the spread was not judged.</source>
        <translation>Die Prüfung hat nicht geantwortet ({detail}); die Doppelseite wurde nicht beurteilt.</translation>
    </message>
    <message>
        <source>The page comes close to: {edges}.</source>
        <translation>Die Seite kommt dem Bildrand nahe: {edges}.</translation>
    </message>
    <message>
        <source>The page lies inside the photograph.</source>
        <translation>Die Seite liegt ganz im Bild.</translation>
    </message>
    <message>
        <source>The page runs out of the photograph at {count} edges ({edges}).</source>
        <translation>Die Seite ragt an {count} Rändern aus dem Bild ({edges}).</translation>
    </message>
    <message>
        <source>The paper is {value} L* darker than on this book&apos;s accepted pages.</source>
        <translation>Das Papier ist {value} L* dunkler als auf den guten Seiten dieses Buchs.</translation>
    </message>
    <message>
        <source>The paper is {value} L* lighter than on this book&apos;s accepted pages.</source>
        <translation>Das Papier ist {value} L* heller als auf den guten Seiten dieses Buchs.</translation>
    </message>
    <message>
        <source>The program stopped before this side&apos;s picture came home.</source>
        <translation>Das Programm endete, bevor das Bild dieser Seite ankam.</translation>
    </message>
    <message>
        <source>The {side} photograph is missing.</source>
        <translation>Die Aufnahme fehlt ({side}).</translation>
    </message>
    <message>
        <source>The {side} photograph is there.</source>
        <translation>Die Aufnahme ist da ({side}).</translation>
    </message>
    <message>
        <source>This side&apos;s picture has not come home.</source>
        <translation>Das Bild dieser Seite ist nicht angekommen.</translation>
    </message>
    <message>
        <source>both</source>
        <translation>beide</translation>
    </message>
    <message>
        <source>bottom</source>
        <translation>unten</translation>
    </message>
    <message>
        <source>left</source>
        <translation>links</translation>
    </message>
    <message>
        <source>right</source>
        <translation>rechts</translation>
    </message>
    <message>
        <source>top</source>
        <translation>oben</translation>
    </message>
    <message>
        <source>{reason} The spread was not judged.</source>
        <translation>{reason} Die Doppelseite wurde nicht beurteilt.</translation>
    </message>
    <message>
        <source>{share} of the photograph is burnt out.</source>
        <translation>{share} der Aufnahme sind ausgebrannt.</translation>
    </message>
</context>
<context>
    <name>FlagList</name>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Flags</source>
        <translation>Beanstandungen</translation>
    </message>
    <message>
        <source>Nothing was found wrong.</source>
        <translation>Nichts war zu beanstanden.</translation>
    </message>
    <message>
        <source>Overrule</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>The flag is right: shoot this again</source>
        <translation>Zu Recht beanstandet: neu aufnehmen</translation>
    </message>
    <message>
        <source>The page is good in spite of the flag</source>
        <translation>Die Seite ist trotz Beanstandung gut</translation>
    </message>
    <message>
        <source>This spread has not been judged.</source>
        <translation>Diese Doppelseite ist nicht beurteilt.</translation>
    </message>
    <message>
        <source>What is to be mended? Enter keeps it</source>
        <translation>Was ist zu beheben? Eingabe speichert</translation>
    </message>
    <message>
        <source>Why is the page good? Enter keeps it</source>
        <translation>Warum ist die Seite gut? Eingabe speichert</translation>
    </message>
</context>
<context>
    <name>GridPage</name>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>No spread is like this. Choose “All spreads” above to see every one.</source>
        <translation>Keine Doppelseite ist so. Mit „Alle Doppelseiten“ oben sehen Sie jede.</translation>
    </message>
    <message>
        <source>Nothing has been captured yet. Begin a book on the Books screen.</source>
        <translation>Noch ist nichts aufgenommen. Beginnen Sie unter Bücher ein Buch.</translation>
    </message>
</context>
<context>
    <name>GridView</name>
    <message>
        <source>Spreads</source>
        <translation>Doppelseiten</translation>
    </message>
</context>
<context>
    <name>HealthPage</name>
    <message numerus="yes">
        <source>%n thing(s) to look at</source>
        <translation>
            <numerusform>%n Sache zu prüfen</numerusform>
            <numerusform>%n Sachen zu prüfen</numerusform>
        </translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antwortet</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>Akku</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>Gehäuse</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Card, free</source>
        <translation>Karte, frei</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Uhr</translation>
    </message>
    <message>
        <source>Commands sent again</source>
        <translation>Wiederholte Befehle</translation>
    </message>
    <message>
        <source>Controller</source>
        <translation>Steuerung</translation>
    </message>
    <message>
        <source>Counted since the rig was last opened.</source>
        <translation>Gezählt, seit die Anlage zuletzt geöffnet wurde.</translation>
    </message>
    <message>
        <source>Damaged frames</source>
        <translation>Beschädigte Telegramme</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Firmware</source>
        <translation>Firmware</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Left camera</source>
        <translation>Linke Kamera</translation>
    </message>
    <message>
        <source>Reconnections</source>
        <translation>Neue Verbindungen</translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation>Neustarts</translation>
    </message>
    <message>
        <source>Right camera</source>
        <translation>Rechte Kamera</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>Hin und zurück</translation>
    </message>
    <message>
        <source>Running for</source>
        <translation>Läuft seit</translation>
    </message>
    <message>
        <source>Shutter count</source>
        <translation>Auslösungen</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>not fitted</source>
        <translation>nicht vorhanden</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>{seconds} s off</source>
        <translation>{seconds} s daneben</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>At the cradle: {operator}</source>
        <translation>An der Buchwiege: {operator}</translation>
    </message>
    <message>
        <source>Books</source>
        <translation>Bücher</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>Kameras</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Jobs and nights</source>
        <translation>Aufträge und Nächte</translation>
    </message>
    <message>
        <source>Red spreads</source>
        <translation>Rote Doppelseiten</translation>
    </message>
    <message>
        <source>Refused presses</source>
        <translation>Abgewiesene Auslösungen</translation>
    </message>
    <message>
        <source>Show in the history</source>
        <translation>Im Verlauf zeigen</translation>
    </message>
    <message>
        <source>Stops, faults, warnings</source>
        <translation>Halte, Störungen, Warnungen</translation>
    </message>
</context>
<context>
    <name>Instruments</name>
    <message>
        <source>%1 free</source>
        <translation>%1 frei</translation>
    </message>
    <message>
        <source>%1 given up</source>
        <translation>%1 aufgegeben</translation>
    </message>
    <message>
        <source>%1 h left</source>
        <translation>noch %1 h</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>noch %1 min</translation>
    </message>
    <message>
        <source>%1 waiting</source>
        <translation>%1 warten</translation>
    </message>
    <message>
        <source>Batteries</source>
        <translation>Akkus</translation>
    </message>
    <message>
        <source>Book</source>
        <translation>Buch</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Platte</translation>
    </message>
    <message>
        <source>Progress of the book</source>
        <translation>Fortschritt des Buchs</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>cycle</source>
        <translation>Takt</translation>
    </message>
    <message>
        <source>cycle %1 s</source>
        <translation>Takt %1 s</translation>
    </message>
</context>
<context>
    <name>JobModel</name>
    <message>
        <source>Attempt</source>
        <translation>Versuch</translation>
    </message>
    <message>
        <source>Book</source>
        <translation>Buch</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Auftrag</translation>
    </message>
    <message>
        <source>Not before</source>
        <translation>Nicht vor</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Stelle</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Running for</source>
        <translation>Läuft seit</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Why it was given up</source>
        <translation>Warum aufgegeben</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>Arbeiter</translation>
    </message>
</context>
<context>
    <name>JobPane</name>
    <message>
        <source>Drop it</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Retry all of this book</source>
        <translation>Alle dieses Buchs wiederholen</translation>
    </message>
    <message>
        <source>The attempt before failed: {reason}</source>
        <translation>Der Versuch davor schlug fehl: {reason}</translation>
    </message>
</context>
<context>
    <name>KeyCatcher</name>
    <message>
        <source>Esc leaves it as it is.</source>
        <translation>Esc lässt es, wie es ist.</translation>
    </message>
    <message>
        <source>Press the key for: {action}</source>
        <translation>Taste drücken für: {action}</translation>
    </message>
</context>
<context>
    <name>KeyEditor</name>
    <message>
        <source>Add a key</source>
        <translation>Taste dazu</translation>
    </message>
    <message>
        <source>All defaults</source>
        <translation>Alle Vorgaben</translation>
    </message>
    <message>
        <source>All keys are as they came.</source>
        <translation>Alle Tasten sind wie am Anfang.</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Keine Taste</translation>
    </message>
    <message>
        <source>{action} always keeps its key.</source>
        <translation>{action} behält immer seine Taste.</translation>
    </message>
    <message>
        <source>{action} has its first keys again.</source>
        <translation>{action} hat wieder die ursprünglichen Tasten.</translation>
    </message>
    <message>
        <source>{action} has no key now.</source>
        <translation>{action} hat jetzt keine Taste.</translation>
    </message>
    <message>
        <source>{key} does: {action}</source>
        <translation>{key} bewirkt: {action}</translation>
    </message>
    <message>
        <source>{key} is taken by “{other}”. Give that another key first.</source>
        <translation>{key} ist mit „{other}“ belegt. Geben Sie dem erst eine andere Taste.</translation>
    </message>
</context>
<context>
    <name>KeyOverlay</name>
    <message>
        <source>All keys</source>
        <translation>Alle Tasten</translation>
    </message>
    <message>
        <source>At other times</source>
        <translation>Zu anderer Zeit</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>keine Taste</translation>
    </message>
</context>
<context>
    <name>LampsCard</name>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Brightness of the lamps, per cent</source>
        <translation>Helligkeit der Lampen in Prozent</translation>
    </message>
    <message>
        <source>Go on without waiting</source>
        <translation>Ohne Warten weiter</translation>
    </message>
    <message>
        <source>How long the lamps warm up</source>
        <translation>Wie lange die Lampen warmlaufen</translation>
    </message>
    <message>
        <source>Lamps</source>
        <translation>Lampen</translation>
    </message>
    <message>
        <source>No lamps are wired to the controller.</source>
        <translation>An der Steuerung hängen keine Lampen.</translation>
    </message>
    <message>
        <source>Set and keep</source>
        <translation>Einstellen und merken</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>Warmlaufen</translation>
    </message>
    <message>
        <source>○ Off</source>
        <translation>○ Aus</translation>
    </message>
    <message>
        <source>● On, {percent} %</source>
        <translation>● Ein, {percent} %</translation>
    </message>
    <message>
        <source>◔ Warming up: {seconds} s left. A press is not taken before.</source>
        <translation>◔ Warmlauf: noch {seconds} s. Vorher löst nichts aus.</translation>
    </message>
</context>
<context>
    <name>LastSpreadPanel</name>
    <message>
        <source>Last spread</source>
        <translation>Letzte Doppelseite</translation>
    </message>
    <message>
        <source>Spread %1</source>
        <translation>Doppelseite %1</translation>
    </message>
    <message>
        <source>being looked at</source>
        <translation>wird angesehen</translation>
    </message>
    <message>
        <source>none since the book was opened</source>
        <translation>keine, seit das Buch offen ist</translation>
    </message>
    <message>
        <source>nothing photographed yet</source>
        <translation>noch nichts aufgenommen</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>Fassung %1</translation>
    </message>
</context>
<context>
    <name>LeavingCard</name>
    <message>
        <source>All of it is in this library only.</source>
        <translation>Alles liegt nur in dieser Bibliothek.</translation>
    </message>
    <message>
        <source>Bring originals back</source>
        <translation>Originale zurückholen</translation>
    </message>
    <message>
        <source>Choose a book first.</source>
        <translation>Wählen Sie zuerst ein Buch.</translation>
    </message>
    <message>
        <source>Choose a book: it can be previewed at any time, and copied once it is finished.</source>
        <translation>Wählen Sie ein Buch: Eine Vorschau geht jederzeit, kopieren, sobald es abgeschlossen ist.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Exemplar</translation>
    </message>
    <message>
        <source>Copy to another disk…</source>
        <translation>Auf andere Platte kopieren…</translation>
    </message>
    <message>
        <source>Folder on the other disk</source>
        <translation>Ordner auf der anderen Platte</translation>
    </message>
    <message>
        <source>Folder on the other disk. The book is copied and every byte read back; nothing here is removed.</source>
        <translation>Ordner auf der anderen Platte. Das Buch wird kopiert und jedes Byte zurückgelesen; hier wird nichts entfernt.</translation>
    </message>
    <message>
        <source>It is not finished: it can be previewed, and copied to another disk later.</source>
        <translation>Es ist nicht abgeschlossen: Vorschau geht, auf eine andere Platte kopieren später.</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>So lassen</translation>
    </message>
    <message>
        <source>Only a finished book is copied to another disk. Finish “{title}” first.</source>
        <translation>Nur ein abgeschlossenes Buch wird auf eine andere Platte kopiert. Schließen Sie „{title}“ zuerst ab.</translation>
    </message>
    <message>
        <source>Preview PDF</source>
        <translation>Vorschau-PDF</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Remove originals here</source>
        <translation>Originale hier entfernen</translation>
    </message>
    <message>
        <source>Remove originals here…</source>
        <translation>Originale hier entfernen…</translation>
    </message>
    <message>
        <source>The copy in {folder} is read once more, and only if every byte is right the originals are removed here. Pages and texts stay. Is that disk kept safe?</source>
        <translation>Die Kopie in {folder} wird noch einmal gelesen, und nur wenn jedes Byte stimmt, werden die Originale hier entfernt. Seiten und Texte bleiben. Ist jene Platte sicher verwahrt?</translation>
    </message>
    <message>
        <source>The originals of “{title}” are here.</source>
        <translation>Die Originale von „{title}“ sind hier.</translation>
    </message>
    <message>
        <source>The originals of “{title}” are on another disk only.</source>
        <translation>Die Originale von „{title}“ liegen nur auf einer anderen Platte.</translation>
    </message>
    <message>
        <source>There is no whole copy of “{title}” yet. Copy it to another disk first.</source>
        <translation>Von „{title}“ gibt es noch keine vollständige Kopie. Kopieren Sie es zuerst auf eine andere Platte.</translation>
    </message>
    <message>
        <source>waits for its turn</source>
        <translation>wartet, bis es dran ist</translation>
    </message>
    <message>
        <source>{files} files, {size}</source>
        <translation>{files} Dateien, {size}</translation>
    </message>
    <message>
        <source>“{job}” is under way for this book. Wait until it is done.</source>
        <translation>„{job}“ läuft gerade für dieses Buch. Warten Sie, bis es fertig ist.</translation>
    </message>
    <message>
        <source>▲ on the library&apos;s own disk, which is no help when that fails</source>
        <translation>▲ auf der Platte der Bibliothek selbst: keine Hilfe, wenn die versagt</translation>
    </message>
</context>
<context>
    <name>LivePane</name>
    <message>
        <source>Check that it is switched on, and its USB cable.</source>
        <translation>Prüfen Sie, ob sie eingeschaltet ist, und das USB-Kabel.</translation>
    </message>
    <message>
        <source>Live view comes when the rig is at rest.</source>
        <translation>Das Livebild kommt, wenn die Anlage ruht.</translation>
    </message>
    <message>
        <source>Live view rests</source>
        <translation>Livebild ruht</translation>
    </message>
    <message>
        <source>Live view rests while the cameras work</source>
        <translation>Livebild ruht, solange die Kameras arbeiten</translation>
    </message>
    <message>
        <source>No camera here</source>
        <translation>Hier ist keine Kamera</translation>
    </message>
    <message>
        <source>No picture yet</source>
        <translation>Noch kein Bild</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>This picture is %1 s old</source>
        <translation>Dieses Bild ist %1 s alt</translation>
    </message>
    <message>
        <source>both pages</source>
        <translation>beide Seiten</translation>
    </message>
    <message>
        <source>left page</source>
        <translation>linke Seite</translation>
    </message>
    <message>
        <source>right page</source>
        <translation>rechte Seite</translation>
    </message>
</context>
<context>
    <name>LookUp</name>
    <message>
        <source>Looking it up …</source>
        <translation>Wird nachgeschlagen …</translation>
    </message>
    <message>
        <source>This number is not known yet. Type the title.</source>
        <translation>Diese Nummer ist noch unbekannt. Tippen Sie den Titel ein.</translation>
    </message>
</context>
<context>
    <name>Looks</name>
    <message>
        <source>As the system has it</source>
        <translation>Wie im System</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Keep the screen on</source>
        <translation>Bildschirm anlassen</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Person and looks</source>
        <translation>Person und Aussehen</translation>
    </message>
    <message>
        <source>Size of text</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>This window has room for {percent}%.</source>
        <translation>In diesem Fenster ist Platz für {percent} %.</translation>
    </message>
    <message>
        <source>While a book is open, the screen is not blanked and the computer does not go to sleep.</source>
        <translation>Solange ein Buch offen ist, wird der Bildschirm nicht dunkel und der Rechner schläft nicht ein.</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Ihr Name</translation>
    </message>
    <message>
        <source>Your name stands beside what you do in the book&apos;s record.</source>
        <translation>Ihr Name steht im Protokoll des Buchs bei dem, was Sie tun.</translation>
    </message>
    <message>
        <source>as this computer knows you</source>
        <translation>wie angemeldet</translation>
    </message>
</context>
<context>
    <name>MissingList</name>
    <message numerus="yes">
        <source>%n spread(s) miss a photograph.</source>
        <translation>
            <numerusform>%n Doppelseite fehlt eine Aufnahme.</numerusform>
            <numerusform>%n Doppelseiten fehlt eine Aufnahme.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Not finished yet.</source>
        <translation>Noch nicht abgeschlossen.</translation>
    </message>
    <message>
        <source>Shoot again</source>
        <translation>Neu aufnehmen</translation>
    </message>
    <message>
        <source>Shoot them again or delete them; then the book can be finished.</source>
        <translation>Neu aufnehmen oder löschen; dann lässt sich das Buch abschließen.</translation>
    </message>
    <message>
        <source>Spread {position}</source>
        <translation>Doppelseite {position}</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… und %n weitere</numerusform>
            <numerusform>… und %n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MotionPage</name>
    <message>
        <source>Armed</source>
        <translation>Scharf</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>Von Hand</translation>
    </message>
    <message>
        <source>Find home</source>
        <translation>Nullpunkt suchen</translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation>Beanstandet</translation>
    </message>
    <message>
        <source>Hands off the cradle. Every motion ends by itself.</source>
        <translation>Hände weg von der Buchwiege. Jede Bewegung endet von selbst.</translation>
    </message>
    <message>
        <source>Home is found</source>
        <translation>Nullpunkt gefunden</translation>
    </message>
    <message>
        <source>Nudge by: {step}</source>
        <translation>Schrittweite: {step}</translation>
    </message>
    <message>
        <source>Nudge down</source>
        <translation>Etwas tiefer</translation>
    </message>
    <message>
        <source>Nudge up</source>
        <translation>Etwas höher</translation>
    </message>
    <message>
        <source>Page turner</source>
        <translation>Blattwender</translation>
    </message>
    <message>
        <source>Platen</source>
        <translation>Glasplatte</translation>
    </message>
    <message>
        <source>Platen and lamps</source>
        <translation>Glasplatte und Lampen</translation>
    </message>
    <message>
        <source>Platen down</source>
        <translation>Glasplatte ab</translation>
    </message>
    <message>
        <source>Platen up</source>
        <translation>Glasplatte auf</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgewiesen</translation>
    </message>
    <message>
        <source>Sound: {cue}</source>
        <translation>Klang: {cue}</translation>
    </message>
    <message>
        <source>Sounds</source>
        <translation>Klänge</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>The platen is lifted by hand.</source>
        <translation>Die Glasplatte wird von Hand gehoben.</translation>
    </message>
    <message>
        <source>The platen is {place}.</source>
        <translation>Glasplatte: {place}.</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>Umblättern</translation>
    </message>
    <message>
        <source>Turn back</source>
        <translation>Zurückblättern</translation>
    </message>
    <message>
        <source>Turn one leaf…</source>
        <translation>Ein Blatt wenden…</translation>
    </message>
    <message>
        <source>Yes, turn a page</source>
        <translation>Ja, ein Blatt wenden</translation>
    </message>
    <message>
        <source>between up and down</source>
        <translation>dazwischen</translation>
    </message>
    <message>
        <source>down</source>
        <translation>unten</translation>
    </message>
    <message>
        <source>far</source>
        <translation>weit</translation>
    </message>
    <message>
        <source>little</source>
        <translation>wenig</translation>
    </message>
    <message>
        <source>more</source>
        <translation>mehr</translation>
    </message>
    <message>
        <source>moving</source>
        <translation>in Bewegung</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>up</source>
        <translation>oben</translation>
    </message>
</context>
<context>
    <name>NewBookForm</name>
    <message>
        <source>A book needs a title.</source>
        <translation>Ein Buch braucht einen Titel.</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>Verfasser</translation>
    </message>
    <message>
        <source>Barcode</source>
        <translation>Strichcode</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>Kalibrierung</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Exemplar</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Eingabe</translation>
    </message>
    <message>
        <source>Enter goes to the next field, Ctrl+Enter begins.</source>
        <translation>Eingabe geht ins nächste Feld, Strg+Eingabe beginnt.</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Expected spreads</source>
        <translation>Erwartete Doppelseiten</translation>
    </message>
    <message>
        <source>ISBN</source>
        <translation>ISBN</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>New book</source>
        <translation>Neues Buch</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Erschienen</translation>
    </message>
    <message>
        <source>Publisher</source>
        <translation>Verlag</translation>
    </message>
    <message>
        <source>Read from</source>
        <translation>Leserichtung</translation>
    </message>
    <message>
        <source>Shelf</source>
        <translation>Standort</translation>
    </message>
    <message>
        <source>The language is written as eng, deu or fra+lat.</source>
        <translation>Die Sprache schreibt man als eng, deu oder fra+lat.</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Turn the leaf</source>
        <translation>Umblättern</translation>
    </message>
    <message>
        <source>Type it or scan the barcode</source>
        <translation>Eintippen oder Strichcode einlesen</translation>
    </message>
    <message>
        <source>a new copy</source>
        <translation>ein neues Exemplar</translation>
    </message>
    <message>
        <source>as the rig is set up</source>
        <translation>wie eingerichtet</translation>
    </message>
    <message>
        <source>left to right</source>
        <translation>von links nach rechts</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>right to left</source>
        <translation>von rechts nach links</translation>
    </message>
    <message>
        <source>the copy: {where}</source>
        <translation>das Exemplar: {where}</translation>
    </message>
    <message>
        <source>the one in force</source>
        <translation>die geltende</translation>
    </message>
    <message>
        <source>when both photographs are saved</source>
        <translation>wenn beide Aufnahmen gesichert sind</translation>
    </message>
    <message>
        <source>when exposed</source>
        <translation>wenn belichtet ist</translation>
    </message>
    <message>
        <source>when they are judged good</source>
        <translation>wenn sie für gut befunden sind</translation>
    </message>
    <message>
        <source>without barcode</source>
        <translation>ohne Strichcode</translation>
    </message>
</context>
<context>
    <name>NightCards</name>
    <message numerus="yes">
        <source>%n attempt(s) failed.</source>
        <translation>
            <numerusform>%n Versuch schlug fehl.</numerusform>
            <numerusform>%n Versuche schlugen fehl.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) given up.</source>
        <translation>
            <numerusform>%n Auftrag aufgegeben.</numerusform>
            <numerusform>%n Aufträge aufgegeben.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more book(s)</source>
        <translation>
            <numerusform>%n weiteres Buch</numerusform>
            <numerusform>%n weitere Bücher</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) flattened,</source>
        <translation>
            <numerusform>%n Seite geglättet,</numerusform>
            <numerusform>%n Seiten geglättet,</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) to flatten and read</source>
        <translation>
            <numerusform>%n Seite zu glätten und zu lesen</numerusform>
            <numerusform>%n Seiten zu glätten und zu lesen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) to read</source>
        <translation>
            <numerusform>%n Seite zu lesen</numerusform>
            <numerusform>%n Seiten zu lesen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n read.</source>
        <translation>
            <numerusform>%n gelesen.</numerusform>
            <numerusform>%n gelesen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n spread(s) should be shot again.</source>
        <translation>
            <numerusform>%n Doppelseite sollte neu aufgenommen werden.</numerusform>
            <numerusform>%n Doppelseiten sollten neu aufgenommen werden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>About {time} with %n worker(s).</source>
        <translation>
            <numerusform>Etwa {time} mit %n Arbeiter.</numerusform>
            <numerusform>Etwa {time} mit %n Arbeitern.</numerusform>
        </translation>
    </message>
    <message>
        <source>How long it takes is known once a first page has been made.</source>
        <translation>Wie lange es dauert, zeigt sich nach der ersten Seite.</translation>
    </message>
    <message>
        <source>It begins by itself at {at}.</source>
        <translation>Beginnt von selbst um {at}.</translation>
    </message>
    <message>
        <source>It may begin from {at} on.</source>
        <translation>Darf ab {at} beginnen.</translation>
    </message>
    <message>
        <source>Last night</source>
        <translation>Letzte Nacht</translation>
    </message>
    <message>
        <source>No night has been at work in this library yet.</source>
        <translation>In dieser Bibliothek hat noch keine Nacht gearbeitet.</translation>
    </message>
    <message>
        <source>No timer is set on this machine: begin it with “bookcradle night”.</source>
        <translation>Auf diesem Rechner ist kein Zeitgeber gestellt: Beginnen Sie mit „bookcradle night“.</translation>
    </message>
    <message>
        <source>Nothing is due: every photograph has its page, and every page its text.</source>
        <translation>Nichts ist fällig: Jede Aufnahme hat ihre Seite, jede Seite ihren Text.</translation>
    </message>
    <message>
        <source>Spreads to shoot again</source>
        <translation>Neu aufzunehmende Doppelseiten</translation>
    </message>
    <message>
        <source>Tonight</source>
        <translation>Heute Nacht</translation>
    </message>
    <message>
        <source>{began} to {ended}: {how}.</source>
        <translation>{began} bis {ended}: {how}.</translation>
    </message>
    <message>
        <source>{work}.</source>
        <translation>{work}.</translation>
    </message>
    <message>
        <source>“{title}”: {count}</source>
        <translation>„{title}“: {count}</translation>
    </message>
</context>
<context>
    <name>NoteCard</name>
    <message>
        <source>Keep</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <source>Note on spread %1</source>
        <translation>Notiz zu Doppelseite %1</translation>
    </message>
    <message>
        <source>Note; Enter keeps it, Esc leaves it</source>
        <translation>Notiz; Eingabe speichert, Esc verwirft</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>OperatorPage</name>
    <message>
        <source>Hand over</source>
        <translation>Übergeben</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name of the operator</source>
        <translation>Name des Bedieners</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Bediener</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Pages per hour</source>
        <translation>Seiten je Stunde</translation>
    </message>
    <message>
        <source>Spreads</source>
        <translation>Doppelseiten</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Whose name stands on every spread from the next one on.</source>
        <translation>Wessen Name ab der nächsten auf jeder Doppelseite steht.</translation>
    </message>
    <message>
        <source>{name} works at the cradle now.</source>
        <translation>Jetzt arbeitet {name} an der Buchwiege.</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>What went wrong</source>
        <translation>Was schiefging</translation>
    </message>
</context>
<context>
    <name>Parts</name>
    <message>
        <source>buzzer</source>
        <translation>Summer</translation>
    </message>
    <message>
        <source>lamps</source>
        <translation>Lampen</translation>
    </message>
    <message>
        <source>leaf sensor</source>
        <translation>Blattsensor</translation>
    </message>
    <message>
        <source>lid switch</source>
        <translation>Deckelschalter</translation>
    </message>
    <message>
        <source>page turner</source>
        <translation>Blattwender</translation>
    </message>
    <message>
        <source>pedal</source>
        <translation>Pedal</translation>
    </message>
    <message>
        <source>pinch sensor</source>
        <translation>Klemmsensor</translation>
    </message>
    <message>
        <source>platen</source>
        <translation>Glasplatte</translation>
    </message>
    <message>
        <source>stop button</source>
        <translation>Halt-Taste</translation>
    </message>
    <message>
        <source>vacuum sensor</source>
        <translation>Unterdrucksensor</translation>
    </message>
</context>
<context>
    <name>PedalPage</name>
    <message>
        <source>Fire</source>
        <translation>Auslösen</translation>
    </message>
    <message>
        <source>It fires</source>
        <translation>Es löst aus</translation>
    </message>
    <message>
        <source>Keep these keys</source>
        <translation>Diese Tasten merken</translation>
    </message>
    <message>
        <source>Keys that mean {switch}</source>
        <translation>Tasten für {switch}</translation>
    </message>
    <message>
        <source>No pedal found</source>
        <translation>Kein Pedal gefunden</translation>
    </message>
    <message>
        <source>No pedal is connected. Plug it in; it is found by itself.</source>
        <translation>Kein Pedal ist angeschlossen. Stecken Sie es an; es wird von selbst gefunden.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Pedal</source>
        <translation>Pedal</translation>
    </message>
    <message>
        <source>Press each switch once</source>
        <translation>Jeden Schalter einmal treten</translation>
    </message>
    <message>
        <source>Press each switch once. Nothing is shot while this page is in front.</source>
        <translation>Treten Sie jeden Schalter einmal. Auf dieser Seite wird nichts aufgenommen.</translation>
    </message>
    <message>
        <source>Presses come from: {sources}</source>
        <translation>Auslöser: {sources}</translation>
    </message>
    <message>
        <source>Re-shoot</source>
        <translation>Neu aufnehmen</translation>
    </message>
    <message>
        <source>Uncommon foot switches: which keys they send, by the kernel&apos;s names</source>
        <translation>Seltene Fußschalter: welche Tasten sie senden, mit den Namen des Kernels</translation>
    </message>
    <message>
        <source>{times} · {source} · {time}</source>
        <translation>{times} · {source} · {time}</translation>
    </message>
    <message>
        <source>○ not pressed yet</source>
        <translation>○ noch nicht getreten</translation>
    </message>
    <message numerus="yes">
        <source>✓ %n time(s)</source>
        <translation>
            <numerusform>✓ %n-mal</numerusform>
            <numerusform>✓ %n-mal</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Problems</name>
    <message>
        <source>A job was given up: {reason}</source>
        <translation>Ein Auftrag wurde aufgegeben: {reason}</translation>
    </message>
    <message>
        <source>A part of the rig did not answer in time.</source>
        <translation>Ein Teil der Anlage hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>A spread is under way.</source>
        <translation>Eine Doppelseite ist in Arbeit.</translation>
    </message>
    <message>
        <source>Another book is open.</source>
        <translation>Ein anderes Buch ist offen.</translation>
    </message>
    <message>
        <source>Another bookcradle daemon (process {pid}) already runs this library in {folder}.</source>
        <translation>Ein anderer bookcradle-Dienst (Prozess {pid}) betreibt schon diese Bibliothek in {folder}.</translation>
    </message>
    <message>
        <source>Another bookcradle daemon is running on {socket}.</source>
        <translation>Ein anderer bookcradle-Dienst läuft auf {socket}.</translation>
    </message>
    <message>
        <source>Another program holds the {camera}.</source>
        <translation>Ein anderes Programm belegt die {camera}.</translation>
    </message>
    <message>
        <source>Another program is using the cradle&apos;s port {port}.</source>
        <translation>Ein anderes Programm benutzt den Anschluss {port} der Buchwiege.</translation>
    </message>
    <message>
        <source>Another spread is waiting to be shot.</source>
        <translation>Eine andere Doppelseite wartet auf ihre Aufnahme.</translation>
    </message>
    <message>
        <source>Ask `bookcradle status` for the books.</source>
        <translation>`bookcradle status` nennt die Bücher.</translation>
    </message>
    <message>
        <source>Ask `bookcradle status` for the jobs.</source>
        <translation>`bookcradle status` nennt die Aufträge.</translation>
    </message>
    <message>
        <source>Ask for a range inside it.</source>
        <translation>Fragen Sie nach einem Bereich darin.</translation>
    </message>
    <message>
        <source>Ask the administrator to add the user to group {group}, then log in again.</source>
        <translation>Bitten Sie die Verwaltung, den Benutzer in die Gruppe {group} aufzunehmen, und melden Sie sich neu an.</translation>
    </message>
    <message>
        <source>Ask the administrator to add you to the group bookcradle, then log in again.</source>
        <translation>Bitten Sie die Verwaltung, Sie in die Gruppe bookcradle aufzunehmen, und melden Sie sich neu an.</translation>
    </message>
    <message>
        <source>Change it between two spreads; the book goes on where it is.</source>
        <translation>Wechseln Sie ihn zwischen zwei Doppelseiten; das Buch geht weiter, wo es ist.</translation>
    </message>
    <message>
        <source>Change it in the settings file (cameras.{side}.settings) and start the daemon again.</source>
        <translation>Ändern Sie es in der Einstellungsdatei (cameras.{side}.settings) und starten Sie den Dienst neu.</translation>
    </message>
    <message>
        <source>Check its USB cable and its power; captured files are kept.</source>
        <translation>Prüfen Sie USB-Kabel und Strom; aufgenommene Dateien bleiben erhalten.</translation>
    </message>
    <message>
        <source>Check its USB cable and its power; it is taken up again by itself, and the spread is kept.</source>
        <translation>Prüfen Sie USB-Kabel und Strom; sie wird von selbst wieder aufgenommen, und die Doppelseite bleibt erhalten.</translation>
    </message>
    <message>
        <source>Check its USB cable, or switch it off and on. The spread is kept, press the pedal to try again.</source>
        <translation>Prüfen Sie das USB-Kabel, oder schalten Sie sie aus und ein. Die Doppelseite bleibt erhalten; treten Sie das Pedal noch einmal.</translation>
    </message>
    <message>
        <source>Check its USB cable; nothing is repeated by itself, and it is reconnected as soon as it is back.</source>
        <translation>Prüfen Sie das USB-Kabel; nichts wird von selbst wiederholt, und sobald sie da ist, wird sie verbunden.</translation>
    </message>
    <message>
        <source>Check its cable and the system&apos;s log, make a backup, and try again; what was committed is kept.</source>
        <translation>Prüfen Sie Kabel und Systemprotokoll, sichern Sie die Daten und versuchen Sie es wieder; was gespeichert war, bleibt erhalten.</translation>
    </message>
    <message>
        <source>Check its cable, then try again.</source>
        <translation>Prüfen Sie das Kabel und versuchen Sie es wieder.</translation>
    </message>
    <message>
        <source>Check its owner and that its disk is mounted for writing.</source>
        <translation>Prüfen Sie den Eigentümer, und ob die Platte beschreibbar eingehängt ist.</translation>
    </message>
    <message>
        <source>Check its power, and that this is its port; `bookcradle cradle flash` writes the firmware that it needs.</source>
        <translation>Prüfen Sie den Strom, und ob dies ihr Anschluss ist; `bookcradle cradle flash` spielt die Firmware auf, die sie braucht.</translation>
    </message>
    <message>
        <source>Check that a card is in it and that its lens is on MF, and press the pedal to expose again.</source>
        <translation>Prüfen Sie, ob eine Karte steckt und das Objektiv auf MF steht, und treten Sie das Pedal noch einmal.</translation>
    </message>
    <message>
        <source>Check that folder and its disk; the picture stays on the camera.</source>
        <translation>Prüfen Sie diesen Ordner und seine Platte; das Bild bleibt auf der Kamera.</translation>
    </message>
    <message>
        <source>Check that it is switched on, and its USB cable; captured files are kept.</source>
        <translation>Prüfen Sie, ob sie eingeschaltet ist, und das USB-Kabel; aufgenommene Dateien bleiben erhalten.</translation>
    </message>
    <message>
        <source>Check that this is its port and not another device&apos;s, and that `baud` is what its firmware is built for.</source>
        <translation>Prüfen Sie, ob dies ihr Anschluss ist und nicht der eines anderen Geräts, und ob `baud` zu ihrer Firmware passt.</translation>
    </message>
    <message>
        <source>Check the folder or the database URL in the settings, and that the database server runs.</source>
        <translation>Prüfen Sie den Ordner oder die Datenbankadresse in den Einstellungen, und ob der Datenbankserver läuft.</translation>
    </message>
    <message>
        <source>Check the pump, the hose and the cup, then press Release.</source>
        <translation>Prüfen Sie Pumpe, Schlauch und Sauger, dann drücken Sie Freigeben.</translation>
    </message>
    <message>
        <source>Check the switch and its cable, and that nothing blocks the platen, then press Release.</source>
        <translation>Prüfen Sie den Schalter und sein Kabel, und dass nichts die Glasplatte hemmt, dann drücken Sie Freigeben.</translation>
    </message>
    <message>
        <source>Choose a folder on another disk.</source>
        <translation>Wählen Sie einen Ordner auf einer anderen Platte.</translation>
    </message>
    <message>
        <source>Choose another folder or database for the library; nothing was changed.</source>
        <translation>Wählen Sie einen anderen Ordner oder eine andere Datenbank für die Bibliothek; nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Choose another place in the settings (api.socket), or mend this one.</source>
        <translation>Wählen Sie in den Einstellungen (api.socket) einen anderen Ort, oder bringen Sie diesen in Ordnung.</translation>
    </message>
    <message>
        <source>Choose another place in the settings (pedals.socket), or mend this one.</source>
        <translation>Wählen Sie in den Einstellungen (pedals.socket) einen anderen Ort, oder bringen Sie diesen in Ordnung.</translation>
    </message>
    <message>
        <source>Choose one of the copies that the work has, or enter a new one.</source>
        <translation>Wählen Sie eines der Exemplare, die das Werk hat, oder geben Sie ein neues ein.</translation>
    </message>
    <message>
        <source>Choose one that it has.</source>
        <translation>Wählen Sie eine, die sie hat.</translation>
    </message>
    <message>
        <source>Clear its cause, then release the cradle.</source>
        <translation>Beheben Sie die Ursache, dann geben Sie die Buchwiege frei.</translation>
    </message>
    <message>
        <source>Close it (a second bookcradle, the Arduino IDE, ModemManager); `fuser {port}` names it.</source>
        <translation>Schließen Sie es (ein zweites bookcradle, die Arduino-IDE, ModemManager); `fuser {port}` nennt es.</translation>
    </message>
    <message>
        <source>Close it.</source>
        <translation>Schließen Sie ihn.</translation>
    </message>
    <message>
        <source>Close photo programs, stop the desktop&apos;s own one with `gio mount -s gphoto2`, then re-plug the camera.</source>
        <translation>Schließen Sie Fotoprogramme, beenden Sie das des Desktops mit `gio mount -s gphoto2`, dann stecken Sie die Kamera neu an.</translation>
    </message>
    <message>
        <source>Close the lid, look at the leaf, then press Release.</source>
        <translation>Schließen Sie den Deckel, sehen Sie nach dem Blatt, dann drücken Sie Freigeben.</translation>
    </message>
    <message>
        <source>Close the lid, then try again.</source>
        <translation>Schließen Sie den Deckel und versuchen Sie es wieder.</translation>
    </message>
    <message>
        <source>Connect and mount the disk, see that the folder exists, and give its full path.</source>
        <translation>Schließen Sie die Platte an und hängen Sie sie ein; sehen Sie, dass es den Ordner gibt, und geben Sie den vollen Pfad an.</translation>
    </message>
    <message>
        <source>Connect it again and retry: it goes on where it was. Nothing here was removed.</source>
        <translation>Schließen Sie sie wieder an und wiederholen Sie: Es geht weiter, wo es war. Hier wurde nichts entfernt.</translation>
    </message>
    <message>
        <source>Connect it, or choose the cameras it has.</source>
        <translation>Schließen Sie sie an, oder wählen Sie die vorhandenen Kameras.</translation>
    </message>
    <message>
        <source>Connect that disk; to have them here again, bring the book back on the queue screen.</source>
        <translation>Schließen Sie diese Platte an; um die Aufnahmen wieder hier zu haben, holen Sie das Buch unter Warteschlange zurück.</translation>
    </message>
    <message>
        <source>Copy it again from the camera&apos;s card if it is still there, otherwise shoot the page again.</source>
        <translation>Kopieren Sie es noch einmal von der Kamerakarte, wenn es dort noch ist, sonst nehmen Sie die Seite neu auf.</translation>
    </message>
    <message>
        <source>Correct it and start again.</source>
        <translation>Berichtigen Sie es und starten Sie neu.</translation>
    </message>
    <message>
        <source>Correct the settings; `bookcradle doctor` lists what the body offers.</source>
        <translation>Berichtigen Sie die Einstellungen; `bookcradle doctor` zeigt, was das Gehäuse anbietet.</translation>
    </message>
    <message>
        <source>Do it by hand, or set `cradle` in the settings to what is fitted.</source>
        <translation>Tun Sie es von Hand, oder stellen Sie `cradle` in den Einstellungen auf das, was da ist.</translation>
    </message>
    <message>
        <source>End its trial in the rig&apos;s set-up, then press again.</source>
        <translation>Beenden Sie die Probe in der Einrichtung der Anlage, dann treten Sie wieder.</translation>
    </message>
    <message>
        <source>Finish it first.</source>
        <translation>Schließen Sie es erst ab.</translation>
    </message>
    <message>
        <source>Finish it on the books screen, then off-load it.</source>
        <translation>Schließen Sie es unter Bücher ab, dann lagern Sie es aus.</translation>
    </message>
    <message>
        <source>Finish or put away the book in hand, then swap them.</source>
        <translation>Schließen Sie das Buch ab oder legen Sie es weg, dann tauschen Sie.</translation>
    </message>
    <message>
        <source>Finish or put away the book in hand, then try again.</source>
        <translation>Schließen Sie das Buch ab oder legen Sie es weg, dann versuchen Sie es wieder.</translation>
    </message>
    <message>
        <source>Finish or put away the book in hand, then try it.</source>
        <translation>Schließen Sie das Buch ab oder legen Sie es weg, dann proben Sie.</translation>
    </message>
    <message>
        <source>Finish or put away the book in hand, then unlock it.</source>
        <translation>Schließen Sie das Buch ab oder legen Sie es weg, dann entsperren Sie.</translation>
    </message>
    <message>
        <source>Finish the book in hand or put it away, then open the ticket again.</source>
        <translation>Schließen Sie das Buch ab oder legen Sie es weg, dann öffnen Sie die Neuaufnahme wieder.</translation>
    </message>
    <message>
        <source>Free some space; the picture stays on the camera and is fetched as soon as there is room.</source>
        <translation>Schaffen Sie Platz; das Bild bleibt auf der Kamera und wird geholt, sobald Platz ist.</translation>
    </message>
    <message>
        <source>Free the arm, lay the leaf where it belongs, check the page numbers, then press Release.</source>
        <translation>Befreien Sie den Arm, legen Sie das Blatt richtig, prüfen Sie die Seitenzahlen, dann drücken Sie Freigeben.</translation>
    </message>
    <message>
        <source>Give left and right a camera each, or give one camera both sides.</source>
        <translation>Geben Sie links und rechts je eine Kamera, oder einer Kamera beide Seiten.</translation>
    </message>
    <message>
        <source>Go on as usual.</source>
        <translation>Machen Sie weiter wie sonst.</translation>
    </message>
    <message>
        <source>Hit the red button at the cradle. The controller stops by itself when it hears nothing from here.</source>
        <translation>Schlagen Sie auf den roten Knopf an der Buchwiege. Die Steuerung hält von selbst an, wenn sie von hier nichts hört.</translation>
    </message>
    <message>
        <source>Install bookcradle&apos;s udev rules (`udev/README.md`), then plug the controller in again.</source>
        <translation>Installieren Sie die udev-Regeln von bookcradle (`udev/README.md`), dann stecken Sie die Steuerung neu ein.</translation>
    </message>
    <message>
        <source>Install its data: `apt install {package}`.</source>
        <translation>Installieren Sie die Daten dazu: `apt install {package}`.</translation>
    </message>
    <message>
        <source>Install the udev rules, add this user to the group bookcradle, log in again and re-plug the camera.</source>
        <translation>Installieren Sie die udev-Regeln, nehmen Sie diesen Benutzer in die Gruppe bookcradle auf, melden Sie sich neu an und stecken Sie die Kamera neu an.</translation>
    </message>
    <message>
        <source>Install them, `apt install {package}`, or set TESSDATA_PREFIX to the folder that holds *.traineddata.</source>
        <translation>Installieren Sie sie, `apt install {package}`, oder setzen Sie TESSDATA_PREFIX auf den Ordner mit *.traineddata.</translation>
    </message>
    <message>
        <source>It is not clear which camera is which side.</source>
        <translation>Es ist unklar, welche Kamera welche Seite ist.</translation>
    </message>
    <message>
        <source>It is tried again by itself. If it stays away, start it: bookcradle daemon.</source>
        <translation>Es wird von selbst wieder versucht. Bleibt er weg, starten Sie ihn: bookcradle daemon.</translation>
    </message>
    <message>
        <source>It may have been deleted; look at the list again.</source>
        <translation>Vielleicht ist es gelöscht; sehen Sie noch einmal in die Liste.</translation>
    </message>
    <message>
        <source>Keep a copy of the folder as it is, then put the last backup of library.sqlite in its place; the photographs in originals/ are not touched by this.</source>
        <translation>Heben Sie eine Kopie des Ordners auf, wie er ist, dann setzen Sie die letzte Sicherung von library.sqlite ein; die Aufnahmen in originals/ bleiben dabei unberührt.</translation>
    </message>
    <message>
        <source>Leave it out, or export it again from the program that made it; nothing was taken in.</source>
        <translation>Lassen Sie es weg, oder exportieren Sie es neu aus dem Programm, das es gemacht hat; nichts wurde aufgenommen.</translation>
    </message>
    <message>
        <source>Let it cool down, then press Release.</source>
        <translation>Lassen Sie es abkühlen, dann drücken Sie Freigeben.</translation>
    </message>
    <message>
        <source>Look at it in the queue.</source>
        <translation>Sehen Sie in der Warteschlange nach.</translation>
    </message>
    <message>
        <source>Look at its screen: leave any menu or playback, and wait until its card lamp is dark.</source>
        <translation>Sehen Sie auf ihren Monitor: Verlassen Sie Menü oder Wiedergabe und warten Sie, bis die Kartenlampe aus ist.</translation>
    </message>
    <message>
        <source>Look at platen and leaf, then release the cradle; it will find its home position.</source>
        <translation>Sehen Sie nach Glasplatte und Blatt, dann geben Sie die Buchwiege frei; sie sucht ihren Nullpunkt.</translation>
    </message>
    <message>
        <source>Look at the book and confirm: turned, or not turned.</source>
        <translation>Sehen Sie nach dem Buch und bestätigen Sie: umgeblättert oder nicht.</translation>
    </message>
    <message>
        <source>Look at the book and the platen, take your hands away, then press Release.</source>
        <translation>Sehen Sie nach Buch und Glasplatte, nehmen Sie die Hände weg, dann drücken Sie Freigeben.</translation>
    </message>
    <message>
        <source>Look at the camera, then press to try again.</source>
        <translation>Sehen Sie nach der Kamera, dann treten Sie noch einmal.</translation>
    </message>
    <message>
        <source>Look at the cradle, then press Release.</source>
        <translation>Sehen Sie nach der Buchwiege, dann drücken Sie Freigeben.</translation>
    </message>
    <message>
        <source>Look at the file; if it came from a card, copy it again, otherwise shoot the page again.</source>
        <translation>Sehen Sie die Datei an; kam sie von einer Karte, kopieren Sie sie neu, sonst nehmen Sie die Seite neu auf.</translation>
    </message>
    <message>
        <source>Look at the leaf and the platen, then press Release; if it happens again, check the cable and the load.</source>
        <translation>Sehen Sie nach Blatt und Glasplatte, dann drücken Sie Freigeben; kommt es wieder vor, prüfen Sie Kabel und Last.</translation>
    </message>
    <message>
        <source>Look at the list again.</source>
        <translation>Sehen Sie noch einmal in die Liste.</translation>
    </message>
    <message>
        <source>Look at the log for the reason.</source>
        <translation>Der Grund steht im Protokoll.</translation>
    </message>
    <message>
        <source>Look at the log, and report it with `bookcradle doctor`.</source>
        <translation>Sehen Sie ins Protokoll und melden Sie es mit `bookcradle doctor`.</translation>
    </message>
    <message>
        <source>Look at the page again, and correct what is read there now.</source>
        <translation>Sehen Sie die Seite neu an und berichtigen Sie, was jetzt dort gelesen wird.</translation>
    </message>
    <message>
        <source>Look at the page; shoot it again if it is damaged, otherwise run its recognition again.</source>
        <translation>Sehen Sie die Seite an; ist sie beschädigt, nehmen Sie sie neu auf, sonst lassen Sie sie neu erkennen.</translation>
    </message>
    <message>
        <source>Look at the photograph; the queue says what became of the page.</source>
        <translation>Sehen Sie die Aufnahme an; die Warteschlange sagt, was aus der Seite wurde.</translation>
    </message>
    <message>
        <source>Look at them in the library&apos;s folder incoming/unclaimed.</source>
        <translation>Sehen Sie sie im Ordner incoming/unclaimed der Bibliothek an.</translation>
    </message>
    <message>
        <source>Look for what holds it back, then release the cradle.</source>
        <translation>Suchen Sie, was sie aufhält, dann geben Sie die Buchwiege frei.</translation>
    </message>
    <message>
        <source>Look that hands and book are clear, then confirm that you looked.</source>
        <translation>Vergewissern Sie sich, dass Hände und Buch frei sind, dann bestätigen Sie es.</translation>
    </message>
    <message>
        <source>Loosen the leaf, then press Release and try again.</source>
        <translation>Lösen Sie das Blatt, dann drücken Sie Freigeben und versuchen Sie es wieder.</translation>
    </message>
    <message>
        <source>Make room on it, then try again; everything that was photographed so far is kept.</source>
        <translation>Schaffen Sie darauf Platz, dann versuchen Sie es wieder; alles bisher Aufgenommene bleibt erhalten.</translation>
    </message>
    <message>
        <source>Make room there or choose another disk, then retry: it goes on where it was. Nothing here was removed.</source>
        <translation>Schaffen Sie dort Platz oder wählen Sie eine andere Platte, dann wiederholen Sie: Es geht weiter, wo es war. Hier wurde nichts entfernt.</translation>
    </message>
    <message>
        <source>Make room until {min_free_mb} MB are free.</source>
        <translation>Schaffen Sie Platz, bis {min_free_mb} MB frei sind.</translation>
    </message>
    <message>
        <source>Make sure that hands are clear, then release it.</source>
        <translation>Vergewissern Sie sich, dass die Hände weg sind, dann geben Sie frei.</translation>
    </message>
    <message>
        <source>Mend that file, or delete it and set the rig up again; nothing else is lost.</source>
        <translation>Bringen Sie die Datei in Ordnung, oder löschen Sie sie und richten Sie die Anlage neu ein; sonst ist nichts verloren.</translation>
    </message>
    <message>
        <source>Mend the file, or name another one with --settings.</source>
        <translation>Bringen Sie die Datei in Ordnung, oder nennen Sie mit --settings eine andere.</translation>
    </message>
    <message>
        <source>Mount the disk for writing and let the group bookcradle write there.</source>
        <translation>Hängen Sie die Platte beschreibbar ein und lassen Sie die Gruppe bookcradle dort schreiben.</translation>
    </message>
    <message>
        <source>Name another file in the settings (cameras.profile), or take the line out to go on without a profile.</source>
        <translation>Nennen Sie in den Einstellungen (cameras.profile) eine andere Datei, oder nehmen Sie die Zeile heraus, um ohne Profil weiterzumachen.</translation>
    </message>
    <message>
        <source>Name its serial number in the settings (cameras.{side}.serial).</source>
        <translation>Nennen Sie ihre Seriennummer in den Einstellungen (cameras.{side}.serial).</translation>
    </message>
    <message>
        <source>No book is open.</source>
        <translation>Kein Buch ist offen.</translation>
    </message>
    <message>
        <source>No folder with the text recogniser&apos;s data was found (looked in {folders}).</source>
        <translation>Kein Ordner mit den Daten der Texterkennung gefunden (gesucht in {folders}).</translation>
    </message>
    <message>
        <source>No text has been read on this page yet.</source>
        <translation>Auf dieser Seite ist noch kein Text gelesen.</translation>
    </message>
    <message>
        <source>No turn is in doubt.</source>
        <translation>Kein Umblättern ist fraglich.</translation>
    </message>
    <message>
        <source>Nobody but root may open {port}.</source>
        <translation>Nur root darf {port} öffnen.</translation>
    </message>
    <message>
        <source>Nobody knows whether the leaf after spread {position} was turned.</source>
        <translation>Niemand weiß, ob das Blatt nach Doppelseite {position} umgeblättert wurde.</translation>
    </message>
    <message>
        <source>Nobody knows whether the leaf was turned.</source>
        <translation>Niemand weiß, ob das Blatt umgeblättert wurde.</translation>
    </message>
    <message>
        <source>Nothing is latched.</source>
        <translation>Nichts ist verriegelt.</translation>
    </message>
    <message>
        <source>Nothing is waiting to be shot again.</source>
        <translation>Nichts wartet auf eine Neuaufnahme.</translation>
    </message>
    <message>
        <source>Nothing needs to be done.</source>
        <translation>Es ist nichts zu tun.</translation>
    </message>
    <message>
        <source>Nothing needs to be done: the result of this worker was thrown away.</source>
        <translation>Es ist nichts zu tun: Das Ergebnis dieses Arbeiters wurde verworfen.</translation>
    </message>
    <message>
        <source>Nothing was turned. Report this: turn numbers are given by the library.</source>
        <translation>Nichts wurde umgeblättert. Melden Sie das: Die Nummern vergibt die Bibliothek.</translation>
    </message>
    <message>
        <source>Off-load it and wait until the copy is verified; the originals here stay until then.</source>
        <translation>Lagern Sie es aus und warten Sie, bis die Kopie geprüft ist; die Originale hier bleiben bis dahin.</translation>
    </message>
    <message>
        <source>Only {free_mb} MB are free where the library is kept.</source>
        <translation>Wo die Bibliothek liegt, sind nur {free_mb} MB frei.</translation>
    </message>
    <message>
        <source>Photograph a spread, then ask again.</source>
        <translation>Nehmen Sie eine Doppelseite auf, dann fragen Sie wieder.</translation>
    </message>
    <message>
        <source>Plug in its USB cable, and check that it has power; it is found by itself.</source>
        <translation>Stecken Sie das USB-Kabel an und prüfen Sie den Strom; sie wird von selbst gefunden.</translation>
    </message>
    <message>
        <source>Plug in the right body, or put the new serial number into the settings.</source>
        <translation>Stecken Sie das richtige Gehäuse an, oder tragen Sie die neue Seriennummer in die Einstellungen ein.</translation>
    </message>
    <message>
        <source>Press again in a moment.</source>
        <translation>Treten Sie gleich noch einmal.</translation>
    </message>
    <message>
        <source>Press the pedal to try again; if it happens again, switch the camera off and on.</source>
        <translation>Treten Sie das Pedal noch einmal; kommt es wieder vor, schalten Sie die Kamera aus und ein.</translation>
    </message>
    <message>
        <source>Press the stop switch at the cradle, or switch its power off.</source>
        <translation>Drücken Sie den Halteknopf an der Buchwiege, oder schalten Sie ihren Strom ab.</translation>
    </message>
    <message>
        <source>Press to shoot it first.</source>
        <translation>Treten Sie das Pedal, um sie erst aufzunehmen.</translation>
    </message>
    <message>
        <source>Press to shoot the next spread.</source>
        <translation>Treten Sie das Pedal für die nächste Doppelseite.</translation>
    </message>
    <message>
        <source>Profiles are never edited: take the file from a copy, or calibrate again.</source>
        <translation>Profile werden nie bearbeitet: Nehmen Sie die Datei aus einer Kopie, oder kalibrieren Sie neu.</translation>
    </message>
    <message>
        <source>Put in a charged battery, or use the mains adapter.</source>
        <translation>Setzen Sie einen geladenen Akku ein, oder nehmen Sie das Netzteil.</translation>
    </message>
    <message>
        <source>Put in an empty card, or copy the pictures off it and format it.</source>
        <translation>Setzen Sie eine leere Karte ein, oder kopieren Sie die Bilder herunter und formatieren Sie sie.</translation>
    </message>
    <message>
        <source>Put it back on the camera, so that all pages of the book look alike.</source>
        <translation>Stellen Sie es an der Kamera zurück, damit alle Seiten des Buchs gleich aussehen.</translation>
    </message>
    <message>
        <source>Put it right, or leave api.tcp_port out: programs on this machine use the Unix socket.</source>
        <translation>Bringen Sie es in Ordnung, oder lassen Sie api.tcp_port weg: Programme auf diesem Rechner benutzen den Unix-Socket.</translation>
    </message>
    <message>
        <source>Raise it, then press again.</source>
        <translation>Heben Sie sie an, dann treten Sie wieder.</translation>
    </message>
    <message>
        <source>Raise the platen, then try again.</source>
        <translation>Heben Sie die Glasplatte an, dann versuchen Sie es wieder.</translation>
    </message>
    <message>
        <source>Release the cradle to home it.</source>
        <translation>Geben Sie die Buchwiege frei, damit sie ihren Nullpunkt sucht.</translation>
    </message>
    <message>
        <source>Resume it, then press again.</source>
        <translation>Setzen Sie fort, dann treten Sie wieder.</translation>
    </message>
    <message>
        <source>Run `bookcradle cradle flash`: it writes the firmware that belongs to this version of bookcradle.</source>
        <translation>Führen Sie `bookcradle cradle flash` aus: Das spielt die Firmware auf, die zu dieser Version von bookcradle gehört.</translation>
    </message>
    <message>
        <source>Run `bookcradle db check --verify`; take it from a backup or shoot the page again, then retry.</source>
        <translation>Führen Sie `bookcradle db check --verify` aus; nehmen Sie die Datei aus einer Sicherung oder die Seite neu auf, dann wiederholen Sie.</translation>
    </message>
    <message>
        <source>Run `bookcradle doctor`, which lists the serial numbers of the bodies that are plugged in.</source>
        <translation>Führen Sie `bookcradle doctor` aus: Das zeigt die Seriennummern der angesteckten Gehäuse.</translation>
    </message>
    <message>
        <source>Run `bookcradle night` first, and look at `bookcradle status` for what failed.</source>
        <translation>Führen Sie erst `bookcradle night` aus, und sehen Sie mit `bookcradle status`, was fehlschlug.</translation>
    </message>
    <message>
        <source>Run `sudo usermod -aG {group} {user}`, log out and in again, or install bookcradle&apos;s udev rules.</source>
        <translation>Führen Sie `sudo usermod -aG {group} {user}` aus und melden Sie sich neu an, oder installieren Sie die udev-Regeln von bookcradle.</translation>
    </message>
    <message>
        <source>Scan the barcode again or compare the digits with those printed in the book; without one, give the title.</source>
        <translation>Lesen Sie den Strichcode noch einmal, oder vergleichen Sie die Ziffern mit denen im Buch; ohne ISBN geben Sie den Titel an.</translation>
    </message>
    <message>
        <source>Scan the barcode again, or give this copy another one.</source>
        <translation>Lesen Sie den Strichcode noch einmal, oder geben Sie diesem Exemplar einen anderen.</translation>
    </message>
    <message>
        <source>See /openapi.json for the addresses there are.</source>
        <translation>/openapi.json nennt die Adressen, die es gibt.</translation>
    </message>
    <message>
        <source>See /openapi.json for what this address takes.</source>
        <translation>/openapi.json sagt, was diese Adresse annimmt.</translation>
    </message>
    <message>
        <source>See that a leaf may be turned, then confirm it.</source>
        <translation>Vergewissern Sie sich, dass ein Blatt gewendet werden darf, dann bestätigen Sie es.</translation>
    </message>
    <message>
        <source>See that everything is safe, then press Release.</source>
        <translation>Sehen Sie nach, dass nichts gefährdet ist, dann drücken Sie Freigeben.</translation>
    </message>
    <message>
        <source>See that everything is safe, twist the red button until it springs up, then press Release.</source>
        <translation>Vergewissern Sie sich, dass alles sicher ist, drehen Sie den roten Knopf, bis er herausspringt, dann drücken Sie Freigeben.</translation>
    </message>
    <message>
        <source>See that everything is safe; if the red button is down, twist it until it springs up. Then press Release.</source>
        <translation>Sehen Sie nach, dass nichts gefährdet ist; ist der rote Knopf gedrückt, drehen Sie ihn, bis er hochspringt. Dann drücken Sie Freigeben.</translation>
    </message>
    <message>
        <source>See that the daemon and this program are of the same version.</source>
        <translation>Vergewissern Sie sich, dass Dienst und Programm von derselben Version sind.</translation>
    </message>
    <message>
        <source>See that the disk is not write-protected and that bookcradle may write there, then retry.</source>
        <translation>Sorgen Sie dafür, dass die Platte nicht schreibgeschützt ist und bookcradle dort schreiben darf, dann wiederholen Sie.</translation>
    </message>
    <message>
        <source>See that the library&apos;s disk is there, then run `bookcradle doctor`.</source>
        <translation>Vergewissern Sie sich, dass die Platte der Bibliothek da ist, dann führen Sie `bookcradle doctor` aus.</translation>
    </message>
    <message>
        <source>See that the pages after those of spread {before} lie open, turn the leaf if they do not, then press; or accept spread {position} as it is.</source>
        <translation>Vergewissern Sie sich, dass die Seiten nach Doppelseite {before} offen liegen; wenn nicht, blättern Sie um und treten Sie das Pedal. Oder nehmen Sie Doppelseite {position} an, wie sie ist.</translation>
    </message>
    <message>
        <source>Send the header `Authorization: Bearer TOKEN`; the token is in the daemon&apos;s token file.</source>
        <translation>Senden Sie die Kopfzeile `Authorization: Bearer TOKEN`; das Token steht in der Tokendatei des Dienstes.</translation>
    </message>
    <message>
        <source>Set it in the camera&apos;s menu: it writes the time into every photograph.</source>
        <translation>Stellen Sie sie im Menü der Kamera: Sie schreibt die Zeit in jede Aufnahme.</translation>
    </message>
    <message>
        <source>Set it, or take {source} out of pedals.sources.</source>
        <translation>Setzen Sie es, oder nehmen Sie {source} aus pedals.sources heraus.</translation>
    </message>
    <message>
        <source>Set its exposure time (not bulb), or give exposure_ms in the settings.</source>
        <translation>Stellen Sie ihre Belichtungszeit ein (nicht B), oder geben Sie exposure_ms in den Einstellungen an.</translation>
    </message>
    <message>
        <source>Set the switch on its lens to MF.</source>
        <translation>Stellen Sie den Schalter am Objektiv auf MF.</translation>
    </message>
    <message>
        <source>Shoot it again, or accept it as it is.</source>
        <translation>Nehmen Sie sie neu auf, oder nehmen Sie sie an, wie sie ist.</translation>
    </message>
    <message>
        <source>Shoot or cancel that one first.</source>
        <translation>Nehmen Sie erst jene auf, oder brechen Sie sie ab.</translation>
    </message>
    <message>
        <source>Shoot spread {position} again, or accept it as it is.</source>
        <translation>Nehmen Sie Doppelseite {position} neu auf, oder nehmen Sie sie an, wie sie ist.</translation>
    </message>
    <message>
        <source>Shoot these spreads again, or delete them, then finish the book.</source>
        <translation>Nehmen Sie diese Doppelseiten neu auf, oder löschen Sie sie, dann schließen Sie das Buch ab.</translation>
    </message>
    <message>
        <source>Something presses the platen&apos;s edge, so nothing may move.</source>
        <translation>Etwas drückt auf die Kante der Glasplatte, darum darf sich nichts bewegen.</translation>
    </message>
    <message>
        <source>Something unexpected happened: {detail}.</source>
        <translation>Etwas Unerwartetes ist geschehen: {detail}.</translation>
    </message>
    <message>
        <source>Something was under the platen&apos;s edge; the platen stopped and backed off.</source>
        <translation>Etwas war unter der Kante der Glasplatte; sie hielt an und wich zurück.</translation>
    </message>
    <message>
        <source>Something went wrong at the cradle: {detail}.</source>
        <translation>An der Buchwiege ging etwas schief: {detail}.</translation>
    </message>
    <message>
        <source>Spread {position} is not complete.</source>
        <translation>Doppelseite {position} ist nicht vollständig.</translation>
    </message>
    <message>
        <source>Spread {position} is to be shot again.</source>
        <translation>Doppelseite {position} ist neu aufzunehmen.</translation>
    </message>
    <message>
        <source>Spread {position} shows pages that were photographed just before: the leaf was probably not turned.</source>
        <translation>Doppelseite {position} zeigt Seiten, die eben schon aufgenommen wurden: Das Blatt wurde wohl nicht umgeblättert.</translation>
    </message>
    <message>
        <source>Spread {position} was judged red.</source>
        <translation>Doppelseite {position} wurde rot beurteilt.</translation>
    </message>
    <message>
        <source>Start a book, or open the one that lies on the cradle.</source>
        <translation>Beginnen Sie ein Buch, oder öffnen Sie das aufliegende.</translation>
    </message>
    <message>
        <source>Stop it first, or give this one a socket of its own in the settings (api.socket).</source>
        <translation>Beenden Sie ihn erst, oder geben Sie diesem in den Einstellungen (api.socket) einen eigenen Socket.</translation>
    </message>
    <message>
        <source>Switch it off and on again; whatever it had taken is kept.</source>
        <translation>Schalten Sie sie aus und wieder ein; was sie aufgenommen hatte, bleibt erhalten.</translation>
    </message>
    <message>
        <source>Switch it on and plug in its USB cable; it is taken up by itself.</source>
        <translation>Schalten Sie sie ein und stecken Sie das USB-Kabel an; sie wird von selbst aufgenommen.</translation>
    </message>
    <message>
        <source>Switch off the motor supply, free the platen, switch on again and press Release.</source>
        <translation>Schalten Sie den Motorstrom ab, befreien Sie die Glasplatte, schalten Sie wieder ein und drücken Sie Freigeben.</translation>
    </message>
    <message>
        <source>Take away what was there, then press Release.</source>
        <translation>Nehmen Sie weg, was da war, dann drücken Sie Freigeben.</translation>
    </message>
    <message>
        <source>Take it away, keep your hands clear, then try again.</source>
        <translation>Nehmen Sie es weg, halten Sie die Hände fern, dann versuchen Sie es wieder.</translation>
    </message>
    <message>
        <source>Take it from the backup, or shoot the page again; the file is left as it is for examination.</source>
        <translation>Nehmen Sie die Datei aus der Sicherung, oder die Seite neu auf; die Datei bleibt zur Untersuchung, wie sie ist.</translation>
    </message>
    <message>
        <source>Take your hands away and press Release: it finds its switches first.</source>
        <translation>Nehmen Sie die Hände weg und drücken Sie Freigeben: Sie sucht erst ihre Schalter.</translation>
    </message>
    <message>
        <source>That disk, its cable or its reader is failing: use another one. Nothing here was removed.</source>
        <translation>Jene Platte, ihr Kabel oder ihr Leser versagt: Nehmen Sie eine andere. Hier wurde nichts entfernt.</translation>
    </message>
    <message>
        <source>The PDF `{name}` could not be written: {detail}.</source>
        <translation>Das PDF `{name}` konnte nicht geschrieben werden: {detail}.</translation>
    </message>
    <message>
        <source>The PDF of “{title}” is written, {pages} pages.</source>
        <translation>Das PDF von „{title}“ ist geschrieben, {pages} Seiten.</translation>
    </message>
    <message>
        <source>The TCP port {port} was not opened: {detail}.</source>
        <translation>Der TCP-Anschluss {port} wurde nicht geöffnet: {detail}.</translation>
    </message>
    <message>
        <source>The backup&apos;s folder {folder} is inside the library.</source>
        <translation>Der Ordner {folder} der Sicherung liegt in der Bibliothek.</translation>
    </message>
    <message>
        <source>The barcode {barcode} is on a copy of “{title}” already.</source>
        <translation>Der Strichcode {barcode} klebt schon auf einem Exemplar von „{title}“.</translation>
    </message>
    <message>
        <source>The battery of the {camera} is at {percent}%.</source>
        <translation>Der Akku der {camera} steht bei {percent} %.</translation>
    </message>
    <message>
        <source>The battery of the {camera} is nearly empty ({shown}).</source>
        <translation>Der Akku der {camera} ist fast leer ({shown}).</translation>
    </message>
    <message>
        <source>The book has changed since: off-load it again, then remove the originals here.</source>
        <translation>Das Buch hat sich seither geändert: Lagern Sie es neu aus, dann entfernen Sie die Originale hier.</translation>
    </message>
    <message>
        <source>The book has no {thing}.</source>
        <translation>Das Buch hat kein {thing}.</translation>
    </message>
    <message>
        <source>The calibration profile {path} cannot be read: {detail}.</source>
        <translation>Das Kalibrierprofil {path} ist nicht lesbar: {detail}.</translation>
    </message>
    <message>
        <source>The calibration profile {path} was changed after it was made.</source>
        <translation>Das Kalibrierprofil {path} wurde nachträglich verändert.</translation>
    </message>
    <message>
        <source>The calibration profile {path} was written by a newer program (format {found}, this one reads {known}).</source>
        <translation>Das Kalibrierprofil {path} schrieb ein neueres Programm (Format {found}, dieses liest {known}).</translation>
    </message>
    <message>
        <source>The camera delivered no file.</source>
        <translation>Die Kamera lieferte keine Datei.</translation>
    </message>
    <message>
        <source>The cameras cannot be swapped: {detail}.</source>
        <translation>Die Kameras lassen sich nicht tauschen: {detail}.</translation>
    </message>
    <message>
        <source>The catalogue at {host} did not answer ({detail}).</source>
        <translation>Der Katalog auf {host} hat nicht geantwortet ({detail}).</translation>
    </message>
    <message>
        <source>The clock of the {camera} is {seconds} s off.</source>
        <translation>Die Uhr der {camera} geht um {seconds} s falsch.</translation>
    </message>
    <message>
        <source>The controller has not confirmed the emergency stop: {detail}.</source>
        <translation>Die Steuerung hat den Not-Halt nicht bestätigt: {detail}.</translation>
    </message>
    <message>
        <source>The controller heard nothing from this computer for too long while it moved, so it stopped.</source>
        <translation>Die Steuerung hörte während einer Bewegung zu lange nichts von diesem Rechner, darum hielt sie an.</translation>
    </message>
    <message>
        <source>The controller refused {command}: {result}.</source>
        <translation>Die Steuerung wies {command} ab: {result}.</translation>
    </message>
    <message>
        <source>The controller speaks protocol {theirs} and this program protocol {ours}.</source>
        <translation>Die Steuerung spricht Protokoll {theirs}, dieses Programm Protokoll {ours}.</translation>
    </message>
    <message>
        <source>The copy in {folder} lacks {count} files of the book.</source>
        <translation>Der Kopie in {folder} fehlen {count} Dateien des Buchs.</translation>
    </message>
    <message>
        <source>The cradle did not find its home switch.</source>
        <translation>Die Buchwiege fand ihren Endschalter nicht.</translation>
    </message>
    <message>
        <source>The cradle does not know where it stands.</source>
        <translation>Die Buchwiege weiß nicht, wo sie steht.</translation>
    </message>
    <message>
        <source>The cradle does not know where its platen is.</source>
        <translation>Die Buchwiege weiß nicht, wo ihre Glasplatte ist.</translation>
    </message>
    <message>
        <source>The cradle has stopped itself.</source>
        <translation>Die Buchwiege hat sich selbst angehalten.</translation>
    </message>
    <message>
        <source>The cradle is still moving.</source>
        <translation>Die Buchwiege bewegt sich noch.</translation>
    </message>
    <message>
        <source>The cradle&apos;s controller at {port} does not answer.</source>
        <translation>Die Steuerung der Buchwiege an {port} antwortet nicht.</translation>
    </message>
    <message>
        <source>The cradle&apos;s controller does not answer.</source>
        <translation>Die Steuerung der Buchwiege antwortet nicht.</translation>
    </message>
    <message>
        <source>The cradle&apos;s controller is not there: {port} does not exist.</source>
        <translation>Die Steuerung der Buchwiege ist nicht da: {port} gibt es nicht.</translation>
    </message>
    <message>
        <source>The cradle&apos;s port {port} cannot be opened: {detail}.</source>
        <translation>Der Anschluss {port} der Buchwiege lässt sich nicht öffnen: {detail}.</translation>
    </message>
    <message>
        <source>The daemon cannot open its socket {socket}: {detail}.</source>
        <translation>Der Dienst kann seinen Socket {socket} nicht öffnen: {detail}.</translation>
    </message>
    <message>
        <source>The daemon could not be asked.</source>
        <translation>Der Dienst ließ sich nicht fragen.</translation>
    </message>
    <message>
        <source>The daemon did not answer in time.</source>
        <translation>Der Dienst hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>The daemon gave an answer that makes no sense.</source>
        <translation>Der Dienst gab eine Antwort, die keinen Sinn ergibt.</translation>
    </message>
    <message>
        <source>The daemon&apos;s API did not start.</source>
        <translation>Die Schnittstelle des Dienstes ist nicht angelaufen.</translation>
    </message>
    <message>
        <source>The disk of the library is full.</source>
        <translation>Die Platte der Bibliothek ist voll.</translation>
    </message>
    <message>
        <source>The disk of the library reported an error ({detail}).</source>
        <translation>Die Platte der Bibliothek meldete einen Fehler ({detail}).</translation>
    </message>
    <message>
        <source>The disk with {folder} is full.</source>
        <translation>Die Platte mit {folder} ist voll.</translation>
    </message>
    <message>
        <source>The disk with {folder} is not there any more.</source>
        <translation>Die Platte mit {folder} ist nicht mehr da.</translation>
    </message>
    <message>
        <source>The emergency stop is latched.</source>
        <translation>Der Not-Halt ist verriegelt.</translation>
    </message>
    <message>
        <source>The emergency stop is on.</source>
        <translation>Der Not-Halt ist gedrückt.</translation>
    </message>
    <message>
        <source>The emergency stop was NOT taken: the scanner&apos;s daemon does not answer.</source>
        <translation>Der Not-Halt wurde NICHT angenommen: Der Dienst des Scanners antwortet nicht.</translation>
    </message>
    <message>
        <source>The file has only {size_bytes} bytes.</source>
        <translation>Die Datei hat nur {size_bytes} Byte.</translation>
    </message>
    <message>
        <source>The file is kept as it came; shoot the spread again.</source>
        <translation>Die Datei bleibt, wie sie kam; nehmen Sie die Doppelseite neu auf.</translation>
    </message>
    <message>
        <source>The file of original {sha256} is not in the library folder.</source>
        <translation>Die Datei des Originals {sha256} fehlt im Ordner der Bibliothek.</translation>
    </message>
    <message>
        <source>The file {file} is not what was recorded when it was made (its SHA-256 differs).</source>
        <translation>Die Datei {file} ist nicht, was bei der Aufnahme verzeichnet wurde (anderer SHA-256).</translation>
    </message>
    <message>
        <source>The file {file} of this book is missing here or is not what was recorded when it was made.</source>
        <translation>Die Datei {file} dieses Buchs fehlt hier, oder sie ist nicht, was bei der Aufnahme verzeichnet wurde.</translation>
    </message>
    <message>
        <source>The graphics card {adapter} failed: {detail}.</source>
        <translation>Die Grafikkarte {adapter} hat versagt: {detail}.</translation>
    </message>
    <message>
        <source>The job {job} has ended already.</source>
        <translation>Der Auftrag {job} ist schon beendet.</translation>
    </message>
    <message>
        <source>The job {job} was handed to another worker, because this one had not renewed its lease in time.</source>
        <translation>Der Auftrag {job} ging an einen anderen Arbeiter, weil dieser sich nicht rechtzeitig gemeldet hatte.</translation>
    </message>
    <message>
        <source>The lamps are warming up: {left_s} s left.</source>
        <translation>Die Lampen laufen warm: noch {left_s} s.</translation>
    </message>
    <message>
        <source>The leaf cannot be turned because the platen is not up.</source>
        <translation>Das Blatt lässt sich nicht wenden, weil die Glasplatte nicht oben ist.</translation>
    </message>
    <message>
        <source>The leaf has not been turned.</source>
        <translation>Das Blatt ist nicht umgeblättert.</translation>
    </message>
    <message>
        <source>The left and the right camera have changed places.</source>
        <translation>Linke und rechte Kamera haben die Plätze getauscht.</translation>
    </message>
    <message>
        <source>The library was busy for too long: another program is writing to it.</source>
        <translation>Die Bibliothek war zu lange beschäftigt: Ein anderes Programm schreibt hinein.</translation>
    </message>
    <message>
        <source>The library&apos;s database cannot be opened ({detail}).</source>
        <translation>Die Datenbank der Bibliothek lässt sich nicht öffnen ({detail}).</translation>
    </message>
    <message>
        <source>The library&apos;s database cannot be read ({detail}).</source>
        <translation>Die Datenbank der Bibliothek ist nicht lesbar ({detail}).</translation>
    </message>
    <message>
        <source>The library&apos;s folder {folder} cannot be written to ({detail}).</source>
        <translation>In den Ordner {folder} der Bibliothek lässt sich nicht schreiben ({detail}).</translation>
    </message>
    <message>
        <source>The lid is open, so nothing may move.</source>
        <translation>Der Deckel ist offen, darum darf sich nichts bewegen.</translation>
    </message>
    <message>
        <source>The lid is open.</source>
        <translation>Der Deckel ist offen.</translation>
    </message>
    <message>
        <source>The lid was opened while something moved, so it stopped.</source>
        <translation>Der Deckel wurde während einer Bewegung geöffnet, darum hielt sie an.</translation>
    </message>
    <message>
        <source>The link to the cradle&apos;s controller broke: {detail}.</source>
        <translation>Die Verbindung zur Steuerung der Buchwiege brach ab: {detail}.</translation>
    </message>
    <message>
        <source>The memory card in the {camera} is full.</source>
        <translation>Die Speicherkarte in der {camera} ist voll.</translation>
    </message>
    <message>
        <source>The mode dial of the {camera} is on &quot;{mode}&quot;.</source>
        <translation>Das Moduswahlrad der {camera} steht auf „{mode}“.</translation>
    </message>
    <message>
        <source>The night reads it; `bookcradle night` reads it now.</source>
        <translation>Die Nacht liest sie; `bookcradle night` liest sie jetzt.</translation>
    </message>
    <message>
        <source>The night&apos;s work is done.</source>
        <translation>Die Arbeit der Nacht ist getan.</translation>
    </message>
    <message>
        <source>The night&apos;s work was stopped before its end.</source>
        <translation>Die Arbeit der Nacht wurde vorzeitig angehalten.</translation>
    </message>
    <message>
        <source>The original is kept; run `bookcradle db check --verify`.</source>
        <translation>Das Original bleibt erhalten; führen Sie `bookcradle db check --verify` aus.</translation>
    </message>
    <message>
        <source>The originals of “{title}” are here already.</source>
        <translation>Die Originale von „{title}“ sind schon hier.</translation>
    </message>
    <message>
        <source>The page turner got no suction; the leaf has not been turned.</source>
        <translation>Der Blattwender bekam keinen Unterdruck; das Blatt ist nicht umgeblättert.</translation>
    </message>
    <message>
        <source>The page turner is jammed; the leaf may hang half way.</source>
        <translation>Der Blattwender klemmt; das Blatt hängt vielleicht auf halbem Weg.</translation>
    </message>
    <message>
        <source>The page turner took no leaf; the book still lies open at the same pages.</source>
        <translation>Der Blattwender griff kein Blatt; es liegen noch dieselben Seiten offen.</translation>
    </message>
    <message>
        <source>The page turner took two leaves at once.</source>
        <translation>Der Blattwender griff zwei Blätter auf einmal.</translation>
    </message>
    <message>
        <source>The page turner was not tried, because a book is being scanned.</source>
        <translation>Der Blattwender wurde nicht erprobt, weil ein Buch aufgenommen wird.</translation>
    </message>
    <message>
        <source>The page turner was not tried, because it would turn a page.</source>
        <translation>Der Blattwender wurde nicht erprobt, weil er ein Blatt wenden würde.</translation>
    </message>
    <message>
        <source>The pages and their text are kept; export the book again, and report this with the log if it fails again.</source>
        <translation>Seiten und Text bleiben erhalten; exportieren Sie das Buch noch einmal, und schlägt es wieder fehl, melden Sie es mit dem Protokoll.</translation>
    </message>
    <message>
        <source>The pedal is being tried.</source>
        <translation>Das Pedal wird gerade erprobt.</translation>
    </message>
    <message>
        <source>The photographs of “{title}” were moved to {folder} on {day}.</source>
        <translation>Die Aufnahmen von „{title}“ wurden am {day} nach {folder} ausgelagert.</translation>
    </message>
    <message>
        <source>The picture could not be read.</source>
        <translation>Das Bild war nicht lesbar.</translation>
    </message>
    <message>
        <source>The picture of the {camera} could not be written to {folder}: {said}.</source>
        <translation>Das Bild der {camera} konnte nicht nach {folder} geschrieben werden: {said}.</translation>
    </message>
    <message>
        <source>The picture of the {camera} was to be {path}, which exists already.</source>
        <translation>Das Bild der {camera} sollte {path} heißen, das es schon gibt.</translation>
    </message>
    <message>
        <source>The picture stays on its card. Check the USB cable, and press the pedal to expose again.</source>
        <translation>Das Bild bleibt auf ihrer Karte. Prüfen Sie das USB-Kabel und treten Sie das Pedal noch einmal.</translation>
    </message>
    <message>
        <source>The picture stays on the camera. Restart the daemon, which takes in what lies in that folder.</source>
        <translation>Das Bild bleibt auf der Kamera. Starten Sie den Dienst neu; er nimmt auf, was in jenem Ordner liegt.</translation>
    </message>
    <message>
        <source>The platen has not found its home position.</source>
        <translation>Die Glasplatte hat ihren Nullpunkt nicht gefunden.</translation>
    </message>
    <message>
        <source>The platen is jammed.</source>
        <translation>Die Glasplatte klemmt.</translation>
    </message>
    <message>
        <source>The platen is not up.</source>
        <translation>Die Glasplatte ist nicht oben.</translation>
    </message>
    <message>
        <source>The program that talks to the {camera} ended unexpectedly and is being started again.</source>
        <translation>Das Programm, das mit der {camera} spricht, endete unerwartet und wird neu gestartet.</translation>
    </message>
    <message>
        <source>The red button at the cradle was pressed.</source>
        <translation>Der rote Knopf an der Buchwiege wurde gedrückt.</translation>
    </message>
    <message>
        <source>The request is not understood: {detail}.</source>
        <translation>Die Anfrage ist unverständlich: {detail}.</translation>
    </message>
    <message>
        <source>The rig cannot be set up now: {detail}.</source>
        <translation>Die Anlage lässt sich jetzt nicht einrichten: {detail}.</translation>
    </message>
    <message>
        <source>The rig is busy with work of its own.</source>
        <translation>Die Anlage ist mit sich selbst beschäftigt.</translation>
    </message>
    <message>
        <source>The rig is paused.</source>
        <translation>Die Anlage pausiert.</translation>
    </message>
    <message>
        <source>The rig is still busy with the last spread.</source>
        <translation>Die Anlage ist noch mit der letzten Doppelseite beschäftigt.</translation>
    </message>
    <message>
        <source>The scanner&apos;s daemon does not answer.</source>
        <translation>Der Dienst des Scanners antwortet nicht.</translation>
    </message>
    <message>
        <source>The serial number &quot;{serial}&quot; in the settings of the {camera} names no body.</source>
        <translation>Die Seriennummer „{serial}“ in den Einstellungen der {camera} gehört zu keinem Gehäuse.</translation>
    </message>
    <message>
        <source>The setting {setting} stays locked while a book is on the cradle.</source>
        <translation>Die Einstellung {setting} bleibt gesperrt, solange ein Buch aufliegt.</translation>
    </message>
    <message>
        <source>The setting “{key}” does not fit: {detail} ({where}).</source>
        <translation>Die Einstellung „{key}“ passt nicht: {detail} ({where}).</translation>
    </message>
    <message>
        <source>The settings ask for the pedal source {source}, but {key} is not set.</source>
        <translation>Die Einstellungen verlangen die Pedalquelle {source}, aber {key} ist nicht gesetzt.</translation>
    </message>
    <message>
        <source>The settings file {file} cannot be read: {detail}.</source>
        <translation>Die Einstellungsdatei {file} ist nicht lesbar: {detail}.</translation>
    </message>
    <message>
        <source>The settings of the pedal name a key that does not exist: {key}.</source>
        <translation>Die Einstellungen des Pedals nennen eine Taste, die es nicht gibt: {key}.</translation>
    </message>
    <message>
        <source>The socket of the pedal, {socket}, cannot be opened: {detail}.</source>
        <translation>Der Socket des Pedals, {socket}, lässt sich nicht öffnen: {detail}.</translation>
    </message>
    <message>
        <source>The spread before this one must be shot again first.</source>
        <translation>Die Doppelseite davor muss erst neu aufgenommen werden.</translation>
    </message>
    <message>
        <source>The stop cannot be released yet: the red button is still down, or the platen&apos;s edge is still pressed.</source>
        <translation>Der Halt lässt sich noch nicht freigeben: Der rote Knopf ist noch gedrückt, oder die Kante der Glasplatte.</translation>
    </message>
    <message>
        <source>The stop was not released, because nobody has looked at the cradle.</source>
        <translation>Der Halt wurde nicht freigegeben, weil niemand nach der Buchwiege gesehen hat.</translation>
    </message>
    <message>
        <source>The stop was pressed again.</source>
        <translation>Der Halt wurde wieder gedrückt.</translation>
    </message>
    <message>
        <source>The text of this page could not be recognised: {detail}.</source>
        <translation>Der Text dieser Seite ließ sich nicht erkennen: {detail}.</translation>
    </message>
    <message>
        <source>The text recogniser does not know the language `{language}` (looked in {folders}).</source>
        <translation>Die Texterkennung kennt die Sprache `{language}` nicht (gesucht in {folders}).</translation>
    </message>
    <message>
        <source>The turn number {turn_id} does not fit the controller&apos;s memory (1 to 4294967294).</source>
        <translation>Die Blätternummer {turn_id} passt nicht in den Speicher der Steuerung (1 bis 4294967294).</translation>
    </message>
    <message>
        <source>The vacuum or the blower was on for longer than is allowed, so it was switched off.</source>
        <translation>Unterdruck oder Gebläse liefen länger als erlaubt und wurden abgeschaltet.</translation>
    </message>
    <message>
        <source>The {camera} (serial number {serial}) is not connected.</source>
        <translation>Die {camera} (Seriennummer {serial}) ist nicht verbunden.</translation>
    </message>
    <message>
        <source>The {camera} could not {doing} ({said}).</source>
        <translation>Mit der {camera} misslang: {doing} ({said}).</translation>
    </message>
    <message>
        <source>The {camera} delivered {name} incomplete or damaged, three times.</source>
        <translation>Die {camera} lieferte {name} dreimal unvollständig oder beschädigt.</translation>
    </message>
    <message>
        <source>The {camera} did not release, because it is set to focus by itself ({mode}) and found no focus.</source>
        <translation>Die {camera} löste nicht aus: Sie stellt selbst scharf ({mode}) und fand keine Schärfe.</translation>
    </message>
    <message>
        <source>The {camera} does not answer.</source>
        <translation>Die {camera} antwortet nicht.</translation>
    </message>
    <message>
        <source>The {camera} does not say how long it exposes.</source>
        <translation>Die {camera} sagt nicht, wie lange sie belichtet.</translation>
    </message>
    <message>
        <source>The {camera} does not take &quot;{value}&quot; for {setting}; it offers: {offered}.</source>
        <translation>Die {camera} nimmt „{value}“ für {setting} nicht an; sie bietet: {offered}.</translation>
    </message>
    <message>
        <source>The {camera} failed.</source>
        <translation>Die {camera} versagte.</translation>
    </message>
    <message>
        <source>The {camera} has no setting &quot;{setting}&quot;.</source>
        <translation>Die {camera} hat keine Einstellung „{setting}“.</translation>
    </message>
    <message>
        <source>The {camera} is connected ({model}).</source>
        <translation>Die {camera} ist verbunden ({model}).</translation>
    </message>
    <message>
        <source>The {camera} should have serial number {serial}, but what is plugged in is: {found}.</source>
        <translation>Die {camera} sollte Seriennummer {serial} haben, angesteckt ist aber: {found}.</translation>
    </message>
    <message>
        <source>The {camera} stays busy.</source>
        <translation>Die {camera} bleibt beschäftigt.</translation>
    </message>
    <message>
        <source>The {camera} stopped answering.</source>
        <translation>Die {camera} antwortet nicht mehr.</translation>
    </message>
    <message>
        <source>The {camera} took the order but announced no picture (or not all of it) in time.</source>
        <translation>Die {camera} nahm den Befehl an, meldete aber nicht rechtzeitig das ganze Bild.</translation>
    </message>
    <message>
        <source>The {camera} went away.</source>
        <translation>Die {camera} ist weg.</translation>
    </message>
    <message>
        <source>The {side} photograph cannot be read as an image.</source>
        <translation>Die Aufnahme ({side}) ist nicht als Bild lesbar.</translation>
    </message>
    <message>
        <source>There is no book “{book}” in this library.</source>
        <translation>In dieser Bibliothek gibt es kein Buch „{book}“.</translation>
    </message>
    <message>
        <source>There is no copy {copy} in this library.</source>
        <translation>In dieser Bibliothek gibt es kein Exemplar {copy}.</translation>
    </message>
    <message>
        <source>There is no image of this page yet.</source>
        <translation>Von dieser Seite gibt es noch kein Bild.</translation>
    </message>
    <message>
        <source>There is no job {job}.</source>
        <translation>Es gibt keinen Auftrag {job}.</translation>
    </message>
    <message>
        <source>There is no re-shoot ticket {ticket}.</source>
        <translation>Es gibt keine Neuaufnahme {ticket}.</translation>
    </message>
    <message>
        <source>There is no room on the disk for the picture of the {camera}.</source>
        <translation>Für das Bild der {camera} ist kein Platz auf der Platte.</translation>
    </message>
    <message>
        <source>There is no setting called “{key}” ({where}).</source>
        <translation>Es gibt keine Einstellung namens „{key}“ ({where}).</translation>
    </message>
    <message>
        <source>There is no verified copy of “{title}” on another disk.</source>
        <translation>Auf keiner anderen Platte gibt es eine geprüfte Kopie von „{title}“.</translation>
    </message>
    <message>
        <source>There is no {kind} {id}.</source>
        <translation>Es gibt kein {kind} {id}.</translation>
    </message>
    <message>
        <source>This address is open only to those who send its token.</source>
        <translation>Diese Adresse steht nur offen, wer ihr Token sendet.</translation>
    </message>
    <message>
        <source>This book has no such spread yet.</source>
        <translation>Diese Doppelseite hat das Buch noch nicht.</translation>
    </message>
    <message>
        <source>This cradle has no {part}.</source>
        <translation>Diese Buchwiege hat kein Teil „{part}“.</translation>
    </message>
    <message>
        <source>This is not spread {position}.</source>
        <translation>Das ist nicht Doppelseite {position}.</translation>
    </message>
    <message>
        <source>This library was written by a newer version of bookcradle (its database is at {revision}).</source>
        <translation>Diese Bibliothek schrieb eine neuere Version von bookcradle (Datenbankstand {revision}).</translation>
    </message>
    <message>
        <source>This photograph cannot be read: {detail}.</source>
        <translation>Diese Aufnahme ist nicht lesbar: {detail}.</translation>
    </message>
    <message>
        <source>This photograph is cut short: {detail}.</source>
        <translation>Diese Aufnahme ist abgeschnitten: {detail}.</translation>
    </message>
    <message>
        <source>This program does not understand the daemon&apos;s answer.</source>
        <translation>Dieses Programm versteht die Antwort des Dienstes nicht.</translation>
    </message>
    <message>
        <source>This program may not use the {camera} ({node}).</source>
        <translation>Dieses Programm darf die {camera} nicht benutzen ({node}).</translation>
    </message>
    <message>
        <source>This re-shoot ticket is closed already.</source>
        <translation>Diese Neuaufnahme ist schon erledigt.</translation>
    </message>
    <message>
        <source>This rig has no such camera.</source>
        <translation>Diese Anlage hat keine solche Kamera.</translation>
    </message>
    <message>
        <source>This rig has no {side} camera.</source>
        <translation>Diese Anlage hat keine Kamera für diese Seite ({side}).</translation>
    </message>
    <message>
        <source>This side was not exposed, because the other one could not be.</source>
        <translation>Diese Seite wurde nicht belichtet, weil es die andere nicht konnte.</translation>
    </message>
    <message>
        <source>This user may not open {port}; it belongs to the group {group}.</source>
        <translation>Dieser Benutzer darf {port} nicht öffnen; es gehört der Gruppe {group}.</translation>
    </message>
    <message>
        <source>This user may not speak to the daemon.</source>
        <translation>Dieser Benutzer darf nicht mit dem Dienst sprechen.</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Versuchen Sie es wieder.</translation>
    </message>
    <message>
        <source>Try again; if it stays so, look for a backup or import that hangs.</source>
        <translation>Versuchen Sie es wieder; bleibt es so, suchen Sie eine hängende Sicherung oder Übernahme.</translation>
    </message>
    <message>
        <source>Turn back as shown.</source>
        <translation>Blättern Sie zurück wie gezeigt.</translation>
    </message>
    <message>
        <source>Turn it by hand, then press.</source>
        <translation>Blättern Sie von Hand um, dann treten Sie das Pedal.</translation>
    </message>
    <message>
        <source>Turn it to M, so that all pages are exposed alike.</source>
        <translation>Drehen Sie es auf M, damit alle Seiten gleich belichtet werden.</translation>
    </message>
    <message>
        <source>Turn its mode dial to M, or correct the settings.</source>
        <translation>Drehen Sie das Moduswahlrad auf M, oder berichtigen Sie die Einstellungen.</translation>
    </message>
    <message>
        <source>Turn one leaf back, check the page numbers, then press Release.</source>
        <translation>Blättern Sie ein Blatt zurück, prüfen Sie die Seitenzahlen, dann drücken Sie Freigeben.</translation>
    </message>
    <message>
        <source>Turn to spread {position} and press again.</source>
        <translation>Schlagen Sie Doppelseite {position} auf und treten Sie wieder.</translation>
    </message>
    <message>
        <source>Turn to spread {position} and press.</source>
        <translation>Schlagen Sie Doppelseite {position} auf und treten Sie das Pedal.</translation>
    </message>
    <message>
        <source>Twist the red button until it springs up, free the platen&apos;s edge, then press Release again.</source>
        <translation>Drehen Sie den roten Knopf, bis er herausspringt, machen Sie die Kante der Glasplatte frei, dann drücken Sie wieder Freigeben.</translation>
    </message>
    <message>
        <source>Two cameras report the same serial number {serial}, so left and right cannot be told apart.</source>
        <translation>Zwei Kameras melden dieselbe Seriennummer {serial}; links und rechts sind nicht zu unterscheiden.</translation>
    </message>
    <message>
        <source>Type title and author yourself, or check the network and [catalogue] isbn_url in the settings.</source>
        <translation>Tippen Sie Titel und Verfasser selbst ein, oder prüfen Sie das Netz und [catalogue] isbn_url in den Einstellungen.</translation>
    </message>
    <message>
        <source>Unplug one of them, or give the two sides different serial numbers in the settings.</source>
        <translation>Ziehen Sie eine ab, oder geben Sie den Seiten in den Einstellungen verschiedene Seriennummern.</translation>
    </message>
    <message>
        <source>Unplug the controller, wait five seconds and plug it in again; check `port` and `baud` in the settings.</source>
        <translation>Ziehen Sie die Steuerung ab, warten Sie fünf Sekunden und stecken Sie sie wieder an; prüfen Sie `port` und `baud` in den Einstellungen.</translation>
    </message>
    <message>
        <source>Update bookcradle, or name an older profile in the settings (cameras.profile).</source>
        <translation>Erneuern Sie bookcradle, oder nennen Sie in den Einstellungen (cameras.profile) ein älteres Profil.</translation>
    </message>
    <message>
        <source>Update its firmware to this version of bookcradle.</source>
        <translation>Bringen Sie ihre Firmware auf diese Version von bookcradle.</translation>
    </message>
    <message>
        <source>Update this program, or open another library; nothing was changed.</source>
        <translation>Erneuern Sie dieses Programm, oder öffnen Sie eine andere Bibliothek; nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Use --backend cpu, which needs none.</source>
        <translation>Nehmen Sie --backend cpu: Das braucht keine.</translation>
    </message>
    <message>
        <source>Use that one, or stop it first.</source>
        <translation>Benutzen Sie jenen, oder beenden Sie ihn erst.</translation>
    </message>
    <message>
        <source>Use the id of the one that is meant; `bookcradle status` lists them.</source>
        <translation>Nehmen Sie die Kennung des gemeinten; `bookcradle status` nennt sie.</translation>
    </message>
    <message>
        <source>Use the kernel&apos;s names, such as KEY_B or BTN_1; `evtest` shows what a pedal sends.</source>
        <translation>Nehmen Sie die Namen des Kernels, etwa KEY_B oder BTN_1; `evtest` zeigt, was ein Pedal sendet.</translation>
    </message>
    <message>
        <source>User {user} is not allowed to speak to the bookcradle daemon.</source>
        <translation>Der Benutzer {user} darf nicht mit dem bookcradle-Dienst sprechen.</translation>
    </message>
    <message>
        <source>Wait for its end, or use the emergency stop.</source>
        <translation>Warten Sie das Ende ab, oder nehmen Sie den Not-Halt.</translation>
    </message>
    <message>
        <source>Wait for the armed signal, then press again.</source>
        <translation>Warten Sie auf das Zeichen, dann treten Sie wieder.</translation>
    </message>
    <message>
        <source>Wait until it stands still, then try again.</source>
        <translation>Warten Sie, bis sie stillsteht, dann versuchen Sie es wieder.</translation>
    </message>
    <message>
        <source>Wait until the camera is shown as ready, then press the pedal again.</source>
        <translation>Warten Sie, bis die Kamera als bereit gezeigt wird, dann treten Sie das Pedal wieder.</translation>
    </message>
    <message>
        <source>Wait, or go on without waiting in the rig&apos;s set-up.</source>
        <translation>Warten Sie, oder gehen Sie in der Einrichtung der Anlage ohne Warten weiter.</translation>
    </message>
    <message>
        <source>What comes from {port} at {baud} baud is not the language of the cradle&apos;s controller.</source>
        <translation>Was von {port} bei {baud} Baud kommt, ist nicht die Sprache der Steuerung der Buchwiege.</translation>
    </message>
    <message>
        <source>What was chosen when the rig was set up cannot be read from {file}: {detail}.</source>
        <translation>Was beim Einrichten gewählt wurde, ist aus {file} nicht zu lesen: {detail}.</translation>
    </message>
    <message>
        <source>What was done is kept; the rest waits in the queue.</source>
        <translation>Was getan ist, bleibt; der Rest wartet in der Warteschlange.</translation>
    </message>
    <message>
        <source>`bookcradle cradle info` shows every parameter with its bounds.</source>
        <translation>`bookcradle cradle info` zeigt jeden Wert mit seinen Grenzen.</translation>
    </message>
    <message>
        <source>bookcradle may not write to {folder}, or its disk is read-only.</source>
        <translation>bookcradle darf nicht nach {folder} schreiben, oder die Platte ist schreibgeschützt.</translation>
    </message>
    <message>
        <source>camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>left camera</source>
        <translation>Kamera links</translation>
    </message>
    <message>
        <source>right camera</source>
        <translation>Kamera rechts</translation>
    </message>
    <message>
        <source>{count} files that belong to no spread were set aside.</source>
        <translation>{count} Dateien, die zu keiner Doppelseite gehören, wurden beiseitegelegt.</translation>
    </message>
    <message>
        <source>{detail}, so nothing moves until somebody has looked.</source>
        <translation>{detail}; bis jemand nachgesehen hat, bewegt sich nichts.</translation>
    </message>
    <message>
        <source>{detail}: {path}.</source>
        <translation>{detail}: {path}.</translation>
    </message>
    <message>
        <source>{file} is no photograph that can be taken in (JPEG, PNG or TIFF): {detail}.</source>
        <translation>{file} ist kein Bild, das sich übernehmen lässt (JPEG, PNG oder TIFF): {detail}.</translation>
    </message>
    <message>
        <source>{file} was read back from {folder} with other bytes than were written.</source>
        <translation>{file} kam aus {folder} mit anderen Bytes zurück, als geschrieben wurden.</translation>
    </message>
    <message>
        <source>{folder} cannot be written to ({detail}).</source>
        <translation>In {folder} lässt sich nicht schreiben ({detail}).</translation>
    </message>
    <message>
        <source>{folder} is inside the library.</source>
        <translation>{folder} liegt in der Bibliothek.</translation>
    </message>
    <message>
        <source>{folder} is no folder that is there now.</source>
        <translation>{folder} ist kein Ordner, der jetzt da ist.</translation>
    </message>
    <message>
        <source>{hint}</source>
        <translation>{hint}</translation>
    </message>
    <message>
        <source>{motion} did not finish within {deadline_s:g} s.</source>
        <translation>{motion} war nach {deadline_s:g} s nicht fertig.</translation>
    </message>
    <message>
        <source>{name} cannot be {value}: it may be {least} to {most}.</source>
        <translation>{name} kann nicht {value} sein: erlaubt ist {least} bis {most}.</translation>
    </message>
    <message>
        <source>{name} of the {camera} was set to “{value}”.</source>
        <translation>{name} der {camera} wurde auf „{value}“ gestellt.</translation>
    </message>
    <message>
        <source>{operator} works at the cradle now.</source>
        <translation>Jetzt arbeitet {operator} an der Buchwiege.</translation>
    </message>
    <message>
        <source>{setting} of the {camera} is locked at &quot;{value}&quot;, so that all pages look alike.</source>
        <translation>{setting} der {camera} ist auf „{value}“ gesperrt, damit alle Seiten gleich aussehen.</translation>
    </message>
    <message>
        <source>{setting} of the {camera} was locked at &quot;{value}&quot; and now shows &quot;{shown}&quot;.</source>
        <translation>{setting} der {camera} war auf „{value}“ gesperrt und zeigt jetzt „{shown}“.</translation>
    </message>
    <message>
        <source>{where} is a database of another program.</source>
        <translation>{where} ist die Datenbank eines anderen Programms.</translation>
    </message>
    <message>
        <source>“{book}” is the title of {count} books.</source>
        <translation>„{book}“ ist der Titel von {count} Büchern.</translation>
    </message>
    <message>
        <source>“{isbn}” is no ISBN: {detail}.</source>
        <translation>„{isbn}“ ist keine ISBN: {detail}.</translation>
    </message>
    <message>
        <source>“{title}” has no photographs yet that could be shown.</source>
        <translation>„{title}“ hat noch keine Aufnahmen zum Zeigen.</translation>
    </message>
    <message>
        <source>“{title}” has no processed pages yet.</source>
        <translation>„{title}“ hat noch keine aufbereiteten Seiten.</translation>
    </message>
    <message>
        <source>“{title}” is finished.</source>
        <translation>„{title}“ ist abgeschlossen.</translation>
    </message>
    <message>
        <source>“{title}” is not complete: {missing}.</source>
        <translation>„{title}“ ist nicht vollständig: {missing}.</translation>
    </message>
    <message>
        <source>“{title}” is not finished.</source>
        <translation>„{title}“ ist nicht abgeschlossen.</translation>
    </message>
    <message>
        <source>“{title}” is on the cradle, and this ticket is of “{wanted}”.</source>
        <translation>„{title}“ liegt auf der Buchwiege, und diese Neuaufnahme gehört zu „{wanted}“.</translation>
    </message>
    <message>
        <source>“{title}” was begun.</source>
        <translation>„{title}“ wurde begonnen.</translation>
    </message>
    <message>
        <source>“{word}” is not at this place of the page any more.</source>
        <translation>„{word}“ steht nicht mehr an dieser Stelle der Seite.</translation>
    </message>
</context>
<context>
    <name>Queue</name>
    <message>
        <source>Bring originals back</source>
        <translation>Originale zurückholen</translation>
    </message>
    <message>
        <source>Copy to another disk</source>
        <translation>Auf andere Platte kopieren</translation>
    </message>
    <message>
        <source>Every byte was read back on {at}</source>
        <translation>Jedes Byte am {at} zurückgelesen</translation>
    </message>
    <message>
        <source>Flatten a page</source>
        <translation>Seite glätten</translation>
    </message>
    <message>
        <source>Not complete yet</source>
        <translation>Noch nicht vollständig</translation>
    </message>
    <message>
        <source>Originals are on that disk only, since {at}</source>
        <translation>Originale nur auf jener Platte, seit {at}</translation>
    </message>
    <message>
        <source>Originals here are being removed; they are on that disk</source>
        <translation>Originale werden hier entfernt; sie liegen auf jener Platte</translation>
    </message>
    <message>
        <source>Preview PDF</source>
        <translation>Vorschau-PDF</translation>
    </message>
    <message>
        <source>Read a page</source>
        <translation>Seite lesen</translation>
    </message>
    <message>
        <source>Remove originals here</source>
        <translation>Originale hier entfernen</translation>
    </message>
    <message>
        <source>at work now</source>
        <translation>arbeitet jetzt</translation>
    </message>
    <message>
        <source>done</source>
        <translation>erledigt</translation>
    </message>
    <message>
        <source>interrupted; the queue goes on where it was</source>
        <translation>unterbrochen; die Warteschlange macht da weiter</translation>
    </message>
    <message>
        <source>spread {position}</source>
        <translation>Doppelseite {position}</translation>
    </message>
    <message>
        <source>spread {position}, left</source>
        <translation>Doppelseite {position}, links</translation>
    </message>
    <message>
        <source>spread {position}, right</source>
        <translation>Doppelseite {position}, rechts</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>{days} days</source>
        <translation>{days} Tage</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
</context>
<context>
    <name>QueueScreen</name>
    <message numerus="yes">
        <source>%n job(s) are tried again.</source>
        <translation>
            <numerusform>%n Auftrag wird wiederholt.</numerusform>
            <numerusform>%n Aufträge werden wiederholt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Books</source>
        <translation>Bücher</translation>
    </message>
    <message>
        <source>Bring originals back</source>
        <translation>Originale zurückholen</translation>
    </message>
    <message>
        <source>Copy the chosen book to another disk</source>
        <translation>Gewähltes Buch auf andere Platte kopieren</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>Drop the chosen job</source>
        <translation>Gewählten Auftrag verwerfen</translation>
    </message>
    <message>
        <source>Given up</source>
        <translation>Aufgegeben</translation>
    </message>
    <message>
        <source>Go to the books</source>
        <translation>Zu den Büchern</translation>
    </message>
    <message>
        <source>Go to the jobs that are done</source>
        <translation>Zu den erledigten Aufträgen</translation>
    </message>
    <message>
        <source>Go to the jobs that were given up</source>
        <translation>Zu den aufgegebenen Aufträgen</translation>
    </message>
    <message>
        <source>Go to the running jobs</source>
        <translation>Zu den laufenden Aufträgen</translation>
    </message>
    <message>
        <source>Go to the spreads to shoot again</source>
        <translation>Zu den Neuaufnahmen</translation>
    </message>
    <message>
        <source>Go to the waiting jobs</source>
        <translation>Zu den wartenden Aufträgen</translation>
    </message>
    <message>
        <source>It is tried again.</source>
        <translation>Wird wiederholt.</translation>
    </message>
    <message>
        <source>Jobs that are done</source>
        <translation>Erledigte Aufträge</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>Letzte Stunde</translation>
    </message>
    <message>
        <source>Last hour or last day</source>
        <translation>Letzte Stunde oder letzter Tag</translation>
    </message>
    <message>
        <source>Lists of the queue</source>
        <translation>Listen der Warteschlange</translation>
    </message>
    <message>
        <source>No job has been done yet.</source>
        <translation>Noch ist kein Auftrag erledigt.</translation>
    </message>
    <message>
        <source>No job is running. By day pages wait for the night, unless the settings say otherwise.</source>
        <translation>Kein Auftrag läuft. Am Tag warten Seiten auf die Nacht, wenn die Einstellungen nichts anderes sagen.</translation>
    </message>
    <message>
        <source>Nothing waits: all that was photographed is done.</source>
        <translation>Nichts wartet: Alles Aufgenommene ist erledigt.</translation>
    </message>
    <message>
        <source>Nothing was given up. Jobs that fail for good are listed here.</source>
        <translation>Nichts wurde aufgegeben. Hier stehen Aufträge, die endgültig fehlschlagen.</translation>
    </message>
    <message>
        <source>Pace</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Pause or resume the queue</source>
        <translation>Warteschlange anhalten oder fortsetzen</translation>
    </message>
    <message>
        <source>Pause the queue</source>
        <translation>Warteschlange anhalten</translation>
    </message>
    <message>
        <source>Preview PDF of the chosen book</source>
        <translation>Vorschau-PDF des gewählten Buchs</translation>
    </message>
    <message>
        <source>Remove the originals of a copied book here</source>
        <translation>Originale eines kopierten Buchs hier entfernen</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Running jobs</source>
        <translation>Laufende Aufträge</translation>
    </message>
    <message>
        <source>The job is dropped.</source>
        <translation>Der Auftrag ist verworfen.</translation>
    </message>
    <message>
        <source>The queue goes on.</source>
        <translation>Die Warteschlange läuft weiter.</translation>
    </message>
    <message>
        <source>The queue is paused. Jobs in hand are ended.</source>
        <translation>Die Warteschlange ist angehalten. Laufende Aufträge werden beendet.</translation>
    </message>
    <message>
        <source>Try all of its book again</source>
        <translation>Alle seines Buchs wiederholen</translation>
    </message>
    <message>
        <source>Try the chosen job again</source>
        <translation>Gewählten Auftrag wiederholen</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Waiting jobs</source>
        <translation>Wartende Aufträge</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n wartet</numerusform>
            <numerusform>%n warten</numerusform>
        </translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
</context>
<context>
    <name>ReleaseQuestion</name>
    <message>
        <source>Hands are clear, the book lies as it should, and nothing is caught. The cradle will move.</source>
        <translation>Hände sind weg, das Buch liegt richtig, nichts ist eingeklemmt. Die Buchwiege wird sich bewegen.</translation>
    </message>
    <message>
        <source>Have you looked at the cradle?</source>
        <translation>Haben Sie nach der Buchwiege gesehen?</translation>
    </message>
    <message>
        <source>I have looked: release (Enter)</source>
        <translation>Ich habe nachgesehen: freigeben (Eingabe)</translation>
    </message>
    <message>
        <source>Not yet (Esc)</source>
        <translation>Noch nicht (Esc)</translation>
    </message>
</context>
<context>
    <name>ReviewActs</name>
    <message>
        <source>Answer taken back.</source>
        <translation>Antwort zurückgenommen.</translation>
    </message>
    <message>
        <source>Flag accepted: shoot this spread again.</source>
        <translation>Beanstandung angenommen: Doppelseite neu aufnehmen.</translation>
    </message>
    <message>
        <source>Flag overruled.</source>
        <translation>Beanstandung verworfen.</translation>
    </message>
    <message>
        <source>Note kept.</source>
        <translation>Notiz gespeichert.</translation>
    </message>
    <message>
        <source>Spread {position} is deleted.</source>
        <translation>Doppelseite {position} ist gelöscht.</translation>
    </message>
    <message>
        <source>Spread {position}: {role}.</source>
        <translation>Doppelseite {position}: {role}.</translation>
    </message>
    <message>
        <source>Taken back: {what}</source>
        <translation>Zurückgenommen: {what}</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>Es gibt nichts rückgängig zu machen.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>blank</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>cover</source>
        <translation>Einband</translation>
    </message>
    <message>
        <source>foldout</source>
        <translation>Ausklappseite</translation>
    </message>
    <message>
        <source>page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>title page</source>
        <translation>Titelseite</translation>
    </message>
    <message>
        <source>“{old}” is taken away.</source>
        <translation>„{old}“ ist entfernt.</translation>
    </message>
    <message>
        <source>“{old}” is “{new}” now.</source>
        <translation>„{old}“ heißt jetzt „{new}“.</translation>
    </message>
    <message>
        <source>“{other}” is on the cradle. Put it away first, then shoot “{title}” again.</source>
        <translation>„{other}“ liegt auf der Buchwiege. Erst weglegen, dann „{title}“ neu aufnehmen.</translation>
    </message>
</context>
<context>
    <name>ReviewFlags</name>
    <message>
        <source>Accepted by {who}, {when}</source>
        <translation>Angenommen von {who}, {when}</translation>
    </message>
    <message>
        <source>Both photographs</source>
        <translation>Beide Aufnahmen</translation>
    </message>
    <message>
        <source>Burnt-out spots</source>
        <translation>Ausgebrannte Stellen</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>Belichtung</translation>
    </message>
    <message>
        <source>Leaf turned</source>
        <translation>Umgeblättert</translation>
    </message>
    <message>
        <source>Overruled by {who}, {when}</source>
        <translation>Verworfen von {who}, {when}</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>Schärfe</translation>
    </message>
    <message>
        <source>Whole page</source>
        <translation>Ganze Seite</translation>
    </message>
    <message>
        <source>both</source>
        <translation>beide</translation>
    </message>
    <message>
        <source>left</source>
        <translation>links</translation>
    </message>
    <message>
        <source>right</source>
        <translation>rechts</translation>
    </message>
</context>
<context>
    <name>ReviewGrid</name>
    <message>
        <source>Spread {position}</source>
        <translation>Doppelseite {position}</translation>
    </message>
    <message>
        <source>blank page</source>
        <translation>leere Seite</translation>
    </message>
    <message>
        <source>has a note</source>
        <translation>mit Notiz</translation>
    </message>
    <message>
        <source>red flag</source>
        <translation>rot beanstandet</translation>
    </message>
    <message>
        <source>text {percent} %</source>
        <translation>Text {percent} %</translation>
    </message>
    <message>
        <source>yellow flag</source>
        <translation>gelb beanstandet</translation>
    </message>
</context>
<context>
    <name>ReviewKeys</name>
    <message>
        <source>Accept the flag</source>
        <translation>Beanstandung annehmen</translation>
    </message>
    <message>
        <source>Actual pixels</source>
        <translation>Ein Bildpunkt je Pixel</translation>
    </message>
    <message>
        <source>Back to all spreads</source>
        <translation>Zurück zu allen Doppelseiten</translation>
    </message>
    <message>
        <source>Before and after the page engine</source>
        <translation>Vor und nach der Aufbereitung</translation>
    </message>
    <message>
        <source>Closer</source>
        <translation>Näher</translation>
    </message>
    <message>
        <source>Correct the word</source>
        <translation>Wort berichtigen</translation>
    </message>
    <message>
        <source>Delete this spread</source>
        <translation>Diese Doppelseite löschen</translation>
    </message>
    <message>
        <source>Down: word or picture</source>
        <translation>Nach unten: Wort oder Bild</translation>
    </message>
    <message>
        <source>Farther</source>
        <translation>Weiter weg</translation>
    </message>
    <message>
        <source>First spread</source>
        <translation>Erste Doppelseite</translation>
    </message>
    <message>
        <source>Last spread</source>
        <translation>Letzte Doppelseite</translation>
    </message>
    <message>
        <source>Left: word, edge or picture</source>
        <translation>Nach links: Wort, Kante oder Bild</translation>
    </message>
    <message>
        <source>Look at this spread</source>
        <translation>Diese Doppelseite ansehen</translation>
    </message>
    <message>
        <source>Next doubtful word</source>
        <translation>Nächstes zweifelhaftes Wort</translation>
    </message>
    <message>
        <source>Next filter</source>
        <translation>Nächster Filter</translation>
    </message>
    <message>
        <source>Next flag</source>
        <translation>Nächste Beanstandung</translation>
    </message>
    <message>
        <source>Next spread</source>
        <translation>Nächste Doppelseite</translation>
    </message>
    <message>
        <source>Older version beside it</source>
        <translation>Ältere Fassung daneben</translation>
    </message>
    <message>
        <source>Overrule the flag</source>
        <translation>Beanstandung verwerfen</translation>
    </message>
    <message>
        <source>Right: word, edge or picture</source>
        <translation>Nach rechts: Wort, Kante oder Bild</translation>
    </message>
    <message>
        <source>Row above</source>
        <translation>Zeile darüber</translation>
    </message>
    <message>
        <source>Row below</source>
        <translation>Zeile darunter</translation>
    </message>
    <message>
        <source>Say: blank page</source>
        <translation>Sagen: leere Seite</translation>
    </message>
    <message>
        <source>Say: cover</source>
        <translation>Sagen: Einband</translation>
    </message>
    <message>
        <source>Say: foldout</source>
        <translation>Sagen: Ausklappseite</translation>
    </message>
    <message>
        <source>Say: title page</source>
        <translation>Sagen: Titelseite</translation>
    </message>
    <message>
        <source>Screen above</source>
        <translation>Bildschirm darüber</translation>
    </message>
    <message>
        <source>Screen below</source>
        <translation>Bildschirm darunter</translation>
    </message>
    <message>
        <source>Shoot this spread again</source>
        <translation>Diese Doppelseite neu aufnehmen</translation>
    </message>
    <message>
        <source>Spread before</source>
        <translation>Vorige Doppelseite</translation>
    </message>
    <message>
        <source>Spread to the left</source>
        <translation>Doppelseite links</translation>
    </message>
    <message>
        <source>Spread to the right</source>
        <translation>Doppelseite rechts</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>The other page</source>
        <translation>Die andere Seite</translation>
    </message>
    <message>
        <source>Up: word or picture</source>
        <translation>Nach oben: Wort oder Bild</translation>
    </message>
    <message>
        <source>Whole page</source>
        <translation>Ganze Seite</translation>
    </message>
    <message>
        <source>Words over the page</source>
        <translation>Wörter über der Seite</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>Notiz schreiben</translation>
    </message>
</context>
<context>
    <name>ReviewScreen</name>
    <message>
        <source>This book</source>
        <translation>Dieses Buch</translation>
    </message>
</context>
<context>
    <name>RigScreen</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Find home</source>
        <translation>Nullpunkt suchen</translation>
    </message>
    <message>
        <source>Hand over to another operator</source>
        <translation>An jemand anderen übergeben</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Neu suchen</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>Nächster Schritt</translation>
    </message>
    <message>
        <source>Next: {step}</source>
        <translation>Weiter: {step}</translation>
    </message>
    <message>
        <source>Nudge the platen down</source>
        <translation>Glasplatte etwas tiefer</translation>
    </message>
    <message>
        <source>Nudge the platen up</source>
        <translation>Glasplatte etwas höher</translation>
    </message>
    <message>
        <source>Step before</source>
        <translation>Voriger Schritt</translation>
    </message>
    <message>
        <source>Swap left and right</source>
        <translation>Links und rechts tauschen</translation>
    </message>
</context>
<context>
    <name>Screens</name>
    <message>
        <source>Books</source>
        <translation>Bücher</translation>
    </message>
    <message>
        <source>Capture</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>Faults</source>
        <translation>Störungen</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Durchsicht</translation>
    </message>
    <message>
        <source>Rig</source>
        <translation>Anlage</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>SettingsList</name>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>■ locked</source>
        <translation>■ gesperrt</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Camera settings</source>
        <translation>Kameraeinstellungen</translation>
    </message>
    <message>
        <source>Filter (Esc leaves it)</source>
        <translation>Filter (Esc verlässt ihn)</translation>
    </message>
    <message>
        <source>Filter the settings</source>
        <translation>Einstellungen filtern</translation>
    </message>
    <message>
        <source>Left camera</source>
        <translation>Linke Kamera</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>New value</source>
        <translation>Neuer Wert</translation>
    </message>
    <message>
        <source>Reading the settings…</source>
        <translation>Einstellungen werden gelesen…</translation>
    </message>
    <message>
        <source>Right camera</source>
        <translation>Rechte Kamera</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Einstellen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>What changes how a page looks is locked, and stays as it is within a book.</source>
        <translation>Was das Aussehen einer Seite ändert, ist gesperrt und bleibt innerhalb eines Buchs gleich.</translation>
    </message>
</context>
<context>
    <name>SettingsScreen</name>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Go to the keys</source>
        <translation>Zu den Tasten</translation>
    </message>
    <message>
        <source>Go to the looks</source>
        <translation>Zum Aussehen</translation>
    </message>
</context>
<context>
    <name>Shelf</name>
    <message>
        <source>All books</source>
        <translation>Alle Bücher</translation>
    </message>
    <message>
        <source>Books</source>
        <translation>Bücher</translation>
    </message>
    <message>
        <source>Both are kept; the new one counts.</source>
        <translation>Beide bleiben erhalten; die neue zählt.</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Abgeschlossen</translation>
    </message>
    <message>
        <source>Is the cradle clear?</source>
        <translation>Ist die Buchwiege frei?</translation>
    </message>
    <message>
        <source>Look at it. With all hands clear, release it.</source>
        <translation>Sehen Sie nach. Sind alle Hände weg, geben Sie frei.</translation>
    </message>
    <message>
        <source>Look at the book, then say.</source>
        <translation>Sehen Sie nach dem Buch, dann sagen Sie es.</translation>
    </message>
    <message>
        <source>New book</source>
        <translation>Neues Buch</translation>
    </message>
    <message>
        <source>No book is open</source>
        <translation>Kein Buch ist offen</translation>
    </message>
    <message>
        <source>No book matches “{words}”.

Enter in the search field begins one with this title.</source>
        <translation>Kein Buch passt zu „{words}“.

Eingabe im Suchfeld beginnt eines mit diesem Titel.</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Put away</source>
        <translation>Weglegen</translation>
    </message>
    <message>
        <source>Spread %1 is selected: what is the press for?</source>
        <translation>Doppelseite %1 ist gewählt: Wofür ist das Auslösen?</translation>
    </message>
    <message>
        <source>Spread %1, version %2</source>
        <translation>Doppelseite %1, Fassung %2</translation>
    </message>
    <message>
        <source>Start one, or go on with one that was begun.</source>
        <translation>Beginnen Sie eines, oder setzen Sie ein begonnenes fort.</translation>
    </message>
    <message>
        <source>The next press adds a spread before spread %1.</source>
        <translation>Das nächste Auslösen fügt vor Doppelseite %1 eine ein.</translation>
    </message>
    <message>
        <source>There is no book yet.

Scan the barcode of one, or press {key} to begin a book.</source>
        <translation>Es gibt noch kein Buch.

Lesen Sie einen Strichcode ein, oder beginnen Sie mit {key} ein Buch.</translation>
    </message>
    <message>
        <source>There is no such book.</source>
        <translation>Ein solches Buch gibt es nicht.</translation>
    </message>
    <message>
        <source>Turn back to spread %1</source>
        <translation>Zurück zu Doppelseite %1</translation>
    </message>
    <message>
        <source>Unfinished</source>
        <translation>Unfertig</translation>
    </message>
    <message>
        <source>Was the leaf after spread %1 turned?</source>
        <translation>Wurde das Blatt nach Doppelseite %1 umgeblättert?</translation>
    </message>
    <message>
        <source>What was photographed is kept.</source>
        <translation>Was aufgenommen wurde, ist gesichert.</translation>
    </message>
    <message>
        <source>When these pages lie open, press.</source>
        <translation>Wenn diese Seiten offen liegen, treten Sie das Pedal.</translation>
    </message>
    <message>
        <source>Which books</source>
        <translation>Welche Bücher</translation>
    </message>
    <message>
        <source>before</source>
        <translation>vorher</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message numerus="yes">
        <source>%n correction(s)</source>
        <translation>
            <numerusform>%n Berichtigung</numerusform>
            <numerusform>%n Berichtigungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n correction(s) fit no word any more:</source>
        <translation>
            <numerusform>%n Berichtigung passt zu keinem Wort mehr:</numerusform>
            <numerusform>%n Berichtigungen passen zu keinem Wort mehr:</numerusform>
        </translation>
    </message>
    <message>
        <source>Blank</source>
        <translation>Leer</translation>
    </message>
    <message>
        <source>Cover</source>
        <translation>Einband</translation>
    </message>
    <message>
        <source>Delete spread</source>
        <translation>Doppelseite löschen</translation>
    </message>
    <message>
        <source>Foldout</source>
        <translation>Ausklappseite</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Shoot again</source>
        <translation>Neu aufnehmen</translation>
    </message>
    <message>
        <source>Text read with {percent} % confidence</source>
        <translation>Text mit {percent} % Sicherheit gelesen</translation>
    </message>
    <message>
        <source>This page is</source>
        <translation>Diese Seite ist</translation>
    </message>
    <message>
        <source>Title page</source>
        <translation>Titelseite</translation>
    </message>
</context>
<context>
    <name>Sparkline</name>
    <message>
        <source>Cycle times</source>
        <translation>Taktzeiten</translation>
    </message>
</context>
<context>
    <name>SpreadCount</name>
    <message numerus="yes">
        <source>%n spread(s)</source>
        <translation>
            <numerusform>%n Doppelseite</numerusform>
            <numerusform>%n Doppelseiten</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SpreadPage</name>
    <message>
        <source>Both photographs are there</source>
        <translation>Beide Aufnahmen sind da</translation>
    </message>
    <message>
        <source>Go to the books</source>
        <translation>Zu den Büchern</translation>
    </message>
    <message>
        <source>It failed: try again</source>
        <translation>Fehlgeschlagen: noch einmal</translation>
    </message>
    <message>
        <source>Lay a book open on the cradle. One spread is shot; it belongs to no book, and no leaf is turned.</source>
        <translation>Legen Sie ein Buch offen auf. Eine Doppelseite wird aufgenommen; sie gehört zu keinem Buch, und kein Blatt wird gewendet.</translation>
    </message>
    <message>
        <source>Left page</source>
        <translation>Linke Seite</translation>
    </message>
    <message>
        <source>No page is seen.</source>
        <translation>Keine Seite ist zu sehen.</translation>
    </message>
    <message>
        <source>Off by {x} {unit} across, {y} {unit} along, turned by {degrees}°</source>
        <translation>Daneben um {x} {unit} quer, {y} {unit} längs, verdreht um {degrees}°</translation>
    </message>
    <message>
        <source>Right page</source>
        <translation>Rechte Seite</translation>
    </message>
    <message>
        <source>Shoot another one</source>
        <translation>Noch eine aufnehmen</translation>
    </message>
    <message>
        <source>Shoot one spread</source>
        <translation>Eine Doppelseite aufnehmen</translation>
    </message>
    <message>
        <source>Shoot the test spread</source>
        <translation>Probe aufnehmen</translation>
    </message>
    <message>
        <source>Shooting: hands off the book…</source>
        <translation>Aufnahme: Hände weg vom Buch…</translation>
    </message>
    <message>
        <source>Start with a book</source>
        <translation>Mit einem Buch beginnen</translation>
    </message>
    <message>
        <source>Test spread</source>
        <translation>Probeaufnahme</translation>
    </message>
    <message>
        <source>✓ Both photographs are home. The rig is set up.</source>
        <translation>✓ Beide Aufnahmen sind da. Die Anlage ist eingerichtet.</translation>
    </message>
    <message>
        <source>✓ Nothing is flagged.</source>
        <translation>✓ Nichts ist beanstandet.</translation>
    </message>
</context>
<context>
    <name>StateBand</name>
    <message>
        <source>%1 of ~%2</source>
        <translation>%1 von ~%2</translation>
    </message>
    <message>
        <source>Answer under Capture or Faults.</source>
        <translation>Antworten Sie unter Aufnahme oder Störungen.</translation>
    </message>
    <message>
        <source>Back to spread %1, then press.</source>
        <translation>Zurück zu Doppelseite %1, dann treten.</translation>
    </message>
    <message>
        <source>Emergency stop</source>
        <translation>Not-Halt</translation>
    </message>
    <message>
        <source>FAULT</source>
        <translation>STÖRUNG</translation>
    </message>
    <message>
        <source>Fetching the photographs.</source>
        <translation>Die Aufnahmen werden geholt.</translation>
    </message>
    <message>
        <source>Go on under Capture.</source>
        <translation>Weiter geht es unter Aufnahme.</translation>
    </message>
    <message>
        <source>HOLD STILL</source>
        <translation>STILLHALTEN</translation>
    </message>
    <message>
        <source>Hands off the book.</source>
        <translation>Hände weg vom Buch.</translation>
    </message>
    <message>
        <source>Look at the book: was the leaf after spread %1 turned?</source>
        <translation>Sehen Sie nach: Wurde das Blatt nach Doppelseite %1 umgeblättert?</translation>
    </message>
    <message>
        <source>Looking at the photographs.</source>
        <translation>Die Aufnahmen werden angesehen.</translation>
    </message>
    <message>
        <source>NO BOOK</source>
        <translation>KEIN BUCH</translation>
    </message>
    <message>
        <source>NOT READY</source>
        <translation>NICHT BEREIT</translation>
    </message>
    <message>
        <source>No book lies open here.</source>
        <translation>Hier liegt kein Buch offen.</translation>
    </message>
    <message>
        <source>OFFLINE</source>
        <translation>GETRENNT</translation>
    </message>
    <message>
        <source>One moment.</source>
        <translation>Einen Moment.</translation>
    </message>
    <message>
        <source>PAUSED</source>
        <translation>PAUSE</translation>
    </message>
    <message>
        <source>Press not taken (%1×).</source>
        <translation>Abgewiesen (%1×).</translation>
    </message>
    <message>
        <source>Press the pedal.</source>
        <translation>Treten Sie das Pedal.</translation>
    </message>
    <message>
        <source>Presses are not taken.</source>
        <translation>Das Pedal löst nicht aus.</translation>
    </message>
    <message>
        <source>READY</source>
        <translation>BEREIT</translation>
    </message>
    <message>
        <source>STOP</source>
        <translation>HALT</translation>
    </message>
    <message>
        <source>STOPPED</source>
        <translation>ANGEHALTEN</translation>
    </message>
    <message>
        <source>Spread %1 is kept.</source>
        <translation>Doppelseite %1 ist gesichert.</translation>
    </message>
    <message>
        <source>Start one under Books.</source>
        <translation>Beginnen Sie eines unter Bücher.</translation>
    </message>
    <message>
        <source>TURN</source>
        <translation>UMBLÄTTERN</translation>
    </message>
    <message>
        <source>TURN BACK</source>
        <translation>ZURÜCKBLÄTTERN</translation>
    </message>
    <message>
        <source>TURNED?</source>
        <translation>GEWENDET?</translation>
    </message>
    <message>
        <source>The cameras are about to fire.</source>
        <translation>Die Kameras lösen gleich aus.</translation>
    </message>
    <message>
        <source>The leaf is being turned.</source>
        <translation>Das Blatt wird gewendet.</translation>
    </message>
    <message>
        <source>The scanner&apos;s service does not answer.</source>
        <translation>Der Dienst des Scanners antwortet nicht.</translation>
    </message>
    <message>
        <source>Trying again. The cradle may still move: keep hands clear.</source>
        <translation>Wird wieder versucht. Die Buchwiege kann sich noch bewegen: Hände weg.</translation>
    </message>
    <message>
        <source>Turn the leaf.</source>
        <translation>Blättern Sie um.</translation>
    </message>
    <message>
        <source>WAIT</source>
        <translation>WARTEN</translation>
    </message>
    <message>
        <source>pages/h</source>
        <translation>Seiten/h</translation>
    </message>
    <message>
        <source>spread</source>
        <translation>Doppelseite</translation>
    </message>
</context>
<context>
    <name>ThroughputPlot</name>
    <message>
        <source>Jobs done in the {span}: {count}</source>
        <translation>Aufträge erledigt, {span}: {count}</translation>
    </message>
    <message>
        <source>No job was done in the last hour.</source>
        <translation>In der letzten Stunde wurde kein Auftrag erledigt.</translation>
    </message>
    <message>
        <source>No job was done today.</source>
        <translation>Heute wurde kein Auftrag erledigt.</translation>
    </message>
    <message>
        <source>jobs per 10 minutes</source>
        <translation>Aufträge je 10 Minuten</translation>
    </message>
    <message>
        <source>jobs per minute</source>
        <translation>Aufträge je Minute</translation>
    </message>
    <message>
        <source>last day</source>
        <translation>letzter Tag</translation>
    </message>
    <message>
        <source>last hour</source>
        <translation>letzte Stunde</translation>
    </message>
</context>
<context>
    <name>TicketList</name>
    <message>
        <source>spread {position}</source>
        <translation>Doppelseite {position}</translation>
    </message>
</context>
<context>
    <name>TicketPane</name>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Keep as it is …</source>
        <translation>So lassen …</translation>
    </message>
    <message>
        <source>Nothing to shoot again.

After the night, spreads whose text cannot be read, whose pages failed or whose red flags nobody answered are listed here.</source>
        <translation>Nichts neu aufzunehmen.

Nach der Nacht stehen hier Doppelseiten mit unlesbarem Text, misslungenen Seiten oder roten Beanstandungen, auf die niemand geantwortet hat.</translation>
    </message>
    <message>
        <source>Shoot again</source>
        <translation>Neu aufnehmen</translation>
    </message>
    <message>
        <source>Spread {position} of “{title}”</source>
        <translation>Doppelseite {position} von „{title}“</translation>
    </message>
    <message>
        <source>Spread {position} of “{title}” is kept as it is.</source>
        <translation>Doppelseite {position} von „{title}“ bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>Spreads to shoot again</source>
        <translation>Neu aufzunehmende Doppelseiten</translation>
    </message>
</context>
<context>
    <name>TicketRow</name>
    <message numerus="yes">
        <source>%n spread(s)</source>
        <translation>
            <numerusform>%n Doppelseite</numerusform>
            <numerusform>%n Doppelseiten</numerusform>
        </translation>
    </message>
    <message>
        <source>Spread {position}</source>
        <translation>Doppelseite {position}</translation>
    </message>
</context>
<context>
    <name>TurnBackCard</name>
    <message>
        <source>Keep it as it is</source>
        <translation>So lassen</translation>
    </message>
    <message>
        <source>Turn back to spread {position} and press.</source>
        <translation>Blättern Sie zu Doppelseite {position} zurück und treten Sie das Pedal.</translation>
    </message>
</context>
<context>
    <name>TurnQuestionCard</name>
    <message>
        <source>It was not turned</source>
        <translation>Es wurde nicht umgeblättert</translation>
    </message>
    <message>
        <source>It was turned</source>
        <translation>Es wurde umgeblättert</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>%1: no photograph</source>
        <translation>%1: keine Aufnahme</translation>
    </message>
    <message>
        <source>a little soft</source>
        <translation>etwas weich</translation>
    </message>
    <message>
        <source>all photographs there</source>
        <translation>alle Aufnahmen da</translation>
    </message>
    <message>
        <source>blurred</source>
        <translation>unscharf</translation>
    </message>
    <message>
        <source>both pages</source>
        <translation>beide Seiten</translation>
    </message>
    <message>
        <source>burnt-out spots</source>
        <translation>ausgebrannte Stellen</translation>
    </message>
    <message>
        <source>close to the edge</source>
        <translation>knapp am Rand</translation>
    </message>
    <message>
        <source>cut off at the edge</source>
        <translation>am Rand abgeschnitten</translation>
    </message>
    <message>
        <source>darker than before</source>
        <translation>dunkler als zuvor</translation>
    </message>
    <message>
        <source>evenly exposed</source>
        <translation>gleichmäßig belichtet</translation>
    </message>
    <message>
        <source>left page</source>
        <translation>linke Seite</translation>
    </message>
    <message>
        <source>lighter than before</source>
        <translation>heller als zuvor</translation>
    </message>
    <message>
        <source>no page found</source>
        <translation>keine Seite gefunden</translation>
    </message>
    <message>
        <source>no paper to judge exposure by</source>
        <translation>kein Papier, um die Belichtung zu beurteilen</translation>
    </message>
    <message>
        <source>no photograph</source>
        <translation>keine Aufnahme</translation>
    </message>
    <message>
        <source>nothing burnt out</source>
        <translation>nichts ausgebrannt</translation>
    </message>
    <message>
        <source>perhaps not turned</source>
        <translation>vielleicht nicht umgeblättert</translation>
    </message>
    <message>
        <source>right page</source>
        <translation>rechte Seite</translation>
    </message>
    <message>
        <source>sharp</source>
        <translation>scharf</translation>
    </message>
    <message>
        <source>the same pages again</source>
        <translation>wieder dieselben Seiten</translation>
    </message>
    <message>
        <source>too empty to tell whether it was turned</source>
        <translation>zu leer, um zu sagen, ob umgeblättert wurde</translation>
    </message>
    <message>
        <source>too little print to judge sharpness</source>
        <translation>zu wenig Druck, um die Schärfe zu beurteilen</translation>
    </message>
    <message>
        <source>turned</source>
        <translation>umgeblättert</translation>
    </message>
    <message>
        <source>whole page in view</source>
        <translation>ganze Seite im Bild</translation>
    </message>
</context>
<context>
    <name>Way</name>
    <message>
        <source>Look after</source>
        <translation>Wartung</translation>
    </message>
    <message>
        <source>Set up</source>
        <translation>Einrichten</translation>
    </message>
    <message>
        <source>Steps of the set-up</source>
        <translation>Schritte der Einrichtung</translation>
    </message>
    <message>
        <source>done</source>
        <translation>erledigt</translation>
    </message>
    <message>
        <source>to do</source>
        <translation>zu tun</translation>
    </message>
</context>
<context>
    <name>WellCard</name>
    <message>
        <source>Nothing is wrong.</source>
        <translation>Alles in Ordnung.</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Emergency stop</source>
        <translation>Not-Halt</translation>
    </message>
    <message>
        <source>Show all keys</source>
        <translation>Alle Tasten zeigen</translation>
    </message>
    <message>
        <source>Show: {screen}</source>
        <translation>Zeigen: {screen}</translation>
    </message>
    <message>
        <source>bookcradle</source>
        <translation>bookcradle</translation>
    </message>
</context>
<context>
    <name>Wipe</name>
    <message>
        <source>page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>photograph</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>photograph is loading…</source>
        <translation>Aufnahme wird geladen…</translation>
    </message>
</context>
<context>
    <name>WordDesk</name>
    <message numerus="yes">
        <source>%n word(s).</source>
        <translation>
            <numerusform>%n Wort.</numerusform>
            <numerusform>%n Wörter.</numerusform>
        </translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>No text has been read on this page yet. The night reads it.</source>
        <translation>Auf dieser Seite ist noch kein Text gelesen. Die Nacht liest sie.</translation>
    </message>
    <message>
        <source>Tab goes to the next word.</source>
        <translation>Tab geht zum nächsten Wort.</translation>
    </message>
    <message>
        <source>“{text}”, corrected from “{old}”.</source>
        <translation>„{text}“, berichtigt aus „{old}“.</translation>
    </message>
    <message>
        <source>“{text}”, read with {percent} % confidence. Enter corrects it.</source>
        <translation>„{text}“, mit {percent} % Sicherheit gelesen. Eingabe berichtigt es.</translation>
    </message>
</context>
<context>
    <name>WordEditor</name>
    <message>
        <source>Correction of the word</source>
        <translation>Berichtigung des Worts</translation>
    </message>
</context>
<context>
    <name>_InTheWay</name>
    <message>
        <source>Put it away</source>
        <translation>Weglegen</translation>
    </message>
    <message>
        <source>“{title}” is on the cradle.</source>
        <translation>„{title}“ liegt auf der Buchwiege.</translation>
    </message>
</context>
<context>
    <name>_Note</name>
    <message>
        <source>No note</source>
        <translation>Keine Notiz</translation>
    </message>
    <message>
        <source>Note on the spread</source>
        <translation>Notiz zur Doppelseite</translation>
    </message>
</context>
<context>
    <name>_Reason</name>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
</context>
<context>
    <name>_Search</name>
    <message>
        <source>Search by title, author, ISBN or barcode, or scan a book</source>
        <translation>Titel, Verfasser, ISBN oder Strichcode suchen oder einlesen</translation>
    </message>
    <message>
        <source>Search the books</source>
        <translation>Bücher durchsuchen</translation>
    </message>
</context>
<context>
    <name>_Why</name>
    <message>
        <source>Why is it good enough? Enter keeps it, Esc goes back.</source>
        <translation>Warum ist sie gut genug? Eingabe speichert, Esc geht zurück.</translation>
    </message>
    <message>
        <source>Why the spread is kept as it is</source>
        <translation>Warum die Doppelseite so bleibt</translation>
    </message>
</context>
</TS>
